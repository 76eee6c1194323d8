// What TypeScript infers from a schema: `tsc -b` is the judge here, the run only shows that it ran.
import { describe, expectTypeOf, it } from 'vitest';
import {
  bool,
  f64,
  grid,
  hidden,
  list,
  oneOf,
  struct,
  table,
  text,
  u8,
  u16,
  u32,
} from './field.ts';
import type {
  Grid,
  List,
  ReadGrid,
  ReadList,
  ReadRow,
  ReadTable,
  ReadView,
  Row,
  RowKey,
  Table,
  Values,
  View,
} from './view-types.ts';

const heading = oneOf('up', 'right', 'down', 'left');
const row = {
  name: text(15),
  heading,
  score: u32,
  hunger: hidden(u8),
  body: list(u16, 10),
  ways: list(heading, 3),
  field: grid(bool, 2, 2),
  ball: struct({ x: f64, spin: hidden(f64) }),
};
const shape = {
  alive: bool,
  heading,
  name: text(3),
  ground: grid(u8, 2, 2),
  signs: grid(heading, 2, 2),
  snakes: table(10, row),
  ball: struct({ x: f64, deeper: struct({ way: heading }) }),
  secret: hidden(u8),
  secretWay: hidden(heading),
  vault: hidden(struct({ gold: u8 })),
  mines: hidden(grid(bool, 2, 2)),
  plans: hidden(list(u8, 2)),
  ghosts: hidden(table(2, { x: u8 })),
};
type Heading = 'up' | 'right' | 'down' | 'left';
type State = View<typeof shape>;
type ReadState = ReadView<typeof shape>;
type Snake = Row<typeof row>;

describe('a view', () => {
  it('has each scalar by its value, writable', () => {
    expectTypeOf<State['alive']>().toEqualTypeOf<boolean>();
    expectTypeOf<State['heading']>().toEqualTypeOf<Heading>();
    expectTypeOf<State['name']>().toEqualTypeOf<string>();
    expectTypeOf<Snake['score']>().toEqualTypeOf<number>();
    expectTypeOf<State['ball']['x']>().toEqualTypeOf<number>();
    expectTypeOf<State['ball']['deeper']['way']>().toEqualTypeOf<Heading>();
    expectTypeOf<Pick<State, 'alive' | 'name'>>().toEqualTypeOf<{ alive: boolean; name: string }>();
  });

  it('has each composite by its words, readonly', () => {
    expectTypeOf<State['ground']>().toEqualTypeOf<Grid<number>>();
    expectTypeOf<State['signs']>().toEqualTypeOf<Grid<Heading>>();
    expectTypeOf<State['snakes']>().toEqualTypeOf<Table<Snake>>();
    expectTypeOf<Snake['body']>().toEqualTypeOf<List<number>>();
    expectTypeOf<Snake['ways']>().toEqualTypeOf<List<Heading>>();
    expectTypeOf<Snake['field']>().toEqualTypeOf<Grid<boolean>>();
    expectTypeOf<Pick<State, 'ground'>>().toEqualTypeOf<{ readonly ground: Grid<number> }>();
  });

  it('has what is hidden as if it were not', () => {
    expectTypeOf<State['secret']>().toEqualTypeOf<number>();
    expectTypeOf<State['secretWay']>().toEqualTypeOf<Heading>();
    expectTypeOf<State['vault']['gold']>().toEqualTypeOf<number>();
    expectTypeOf<State['mines']>().toEqualTypeOf<Grid<boolean>>();
    expectTypeOf<State['plans']>().toEqualTypeOf<List<number>>();
    expectTypeOf<State['ghosts']>().toEqualTypeOf<Table<Row<{ x: typeof u8 }>>>();
    expectTypeOf<Pick<State, 'secret'>>().toEqualTypeOf<{ secret: number }>();
    expectTypeOf<Snake['ball']['spin']>().toEqualTypeOf<number>();
  });

  it('of a row has its key, readonly', () => {
    expectTypeOf<Pick<Snake, 'id' | 'slot'>>().toEqualTypeOf<RowKey>();
    expectTypeOf<Snake>().toExtend<RowKey>();
  });

  it('does not take what does not fit', () => {
    const wrong = (state: State, snake: Snake, other: State, twin: Snake): void => {
      // @ts-expect-error: not one of the names
      state.heading = 'north';
      // @ts-expect-error: any text is not one of the names
      state.heading = state.name;
      // @ts-expect-error: not a bool
      state.alive = 1;
      // @ts-expect-error: not a number
      snake.score = '7';
      // @ts-expect-error: not text
      state.name = 7;
      // @ts-expect-error: a grid is not replaced
      state.ground = other.ground;
      // @ts-expect-error: a struct is not replaced
      state.ball = other.ball;
      // @ts-expect-error: a table is not replaced
      state.snakes = other.snakes;
      // @ts-expect-error: a list is not replaced
      snake.body = twin.body;
      // @ts-expect-error: an id is given, not chosen
      snake.id = 3;
      // @ts-expect-error: a list of names takes names
      snake.ways.push('north');
      // @ts-expect-error: a grid of bools takes bools
      snake.field.set(0, 0, 1);
      // @ts-expect-error: there is no such field
      void state.nothing;
      // @ts-expect-error: a row may be gone
      void state.snakes.get(1).score;
    };
    expectTypeOf(wrong).toBeFunction();
  });
});

describe('a view to read', () => {
  it('has no hidden field', () => {
    type Shown = 'alive' | 'heading' | 'name' | 'ground' | 'signs' | 'snakes' | 'ball';
    expectTypeOf<keyof ReadState>().toEqualTypeOf<Shown>();
    type ShownOfRow = 'name' | 'heading' | 'score' | 'body' | 'ways' | 'field' | 'ball';
    expectTypeOf<keyof ReadRow<typeof row>>().toEqualTypeOf<ShownOfRow | 'id' | 'slot'>();
    expectTypeOf<ReadRow<typeof row>['ball']>().toEqualTypeOf<{ readonly x: number }>();
  });

  it('has every field readonly, by its value or by what reads it', () => {
    expectTypeOf<ReadState['heading']>().toEqualTypeOf<Heading>();
    expectTypeOf<Pick<ReadState, 'alive' | 'name'>>().toEqualTypeOf<{
      readonly alive: boolean;
      readonly name: string;
    }>();
    expectTypeOf<ReadState['ground']>().toEqualTypeOf<ReadGrid<number>>();
    expectTypeOf<ReadState['signs']>().toEqualTypeOf<ReadGrid<Heading>>();
    expectTypeOf<ReadState['snakes']>().toEqualTypeOf<ReadTable<ReadRow<typeof row>>>();
    expectTypeOf<ReadRow<typeof row>['body']>().toEqualTypeOf<ReadList<number>>();
  });

  it('has no word that writes', () => {
    const wrong = (state: ReadState, snake: ReadRow<typeof row>): void => {
      // @ts-expect-error: readonly
      state.alive = true;
      // @ts-expect-error: readonly
      state.ball.x = 1;
      // @ts-expect-error: readonly
      snake.score = 1;
      // @ts-expect-error: no set
      state.ground.set(0, 0, 1);
      // @ts-expect-error: no push
      snake.body.push(1);
      // @ts-expect-error: no add
      state.snakes.add();
    };
    expectTypeOf(wrong).toBeFunction();
  });

  it('takes a view to write in its place', () => {
    expectTypeOf<State>().toExtend<ReadState>();
    expectTypeOf<Snake>().toExtend<ReadRow<typeof row>>();
  });
});

describe('values', () => {
  it('are plain objects of scalars', () => {
    const flat = { heading, name: text(3), points: u32, alive: bool };
    expectTypeOf<Values<typeof flat>>().toEqualTypeOf<{
      heading: Heading;
      name: string;
      points: number;
      alive: boolean;
    }>();
    expectTypeOf<Values<Record<never, never>>>().toEqualTypeOf<Record<never, never>>();
  });
});

describe('a schema', () => {
  it('does not compile where it could not be laid out', () => {
    const wrong = (): void => {
      // @ts-expect-error: a list holds scalars of fixed size
      list(text(3), 3);
      // @ts-expect-error: a grid holds scalars
      grid(list(u8, 2), 2, 2);
      // @ts-expect-error: what is hidden is hidden already
      hidden(hidden(u8));
      // @ts-expect-error: names are texts
      oneOf(1, 2);
    };
    expectTypeOf(wrong).toBeFunction();
  });
});
