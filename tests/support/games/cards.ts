// A fixture with hidden hands and list decks. Its law: 52 cards, each in exactly one place.

import {
  defineGame,
  hidden,
  list,
  oneOf,
  table,
  text,
  u8,
  u16,
} from '../../../packages/tickhouse/src/index.ts';

const deckSize = 52;

export const cards = defineGame({
  name: 'cards',
  rulesVersion: 1,
  tickRate: 10,
  seats: 4,
  player: { name: text(8) },
  inputs: { draw: {}, play: { card: u8 }, fold: {} },
  events: { played: { seat: u8, card: u8 }, shuffled: {} },
  state: {
    phase: oneOf('waiting', 'playing'),
    deck: hidden(list(u8, deckSize)),
    left: u8,
    pile: list(u8, deckSize),
    hands: table(4, { name: text(8), size: u8, points: u16, cards: hidden(list(u8, deckSize)) }),
  },
  setup({ state, random }) {
    for (let card = 0; card < deckSize; card++) state.deck.push(card);
    shuffle(state.deck, random);
    state.left = deckSize;
  },
  join({ state, player }) {
    state.hands.addAt(player.seat).name = player.name;
    if (state.hands.size > 1) state.phase = 'playing';
  },
  leave({ state, player }) {
    const hand = state.hands.at(player.seat);
    if (hand === undefined) return;
    while (hand.cards.length > 0) state.deck.unshift(hand.cards.pop());
    state.left = state.deck.length;
    state.hands.remove(hand);
    if (state.hands.size < 2) state.phase = 'waiting';
  },
  step({ state, inputs, random, emit }) {
    for (const input of inputs) {
      const hand = state.hands.at(input.seat);
      if (hand === undefined) continue;
      if (input.kind === 'draw' && state.deck.length > 0) hand.cards.push(state.deck.pop());
      if (input.kind === 'play' && take(hand.cards, input.data.card)) {
        state.pile.push(input.data.card);
        hand.points += input.data.card;
        emit('played', { seat: input.seat, card: input.data.card });
      }
      if (input.kind === 'fold') while (hand.cards.length > 0) state.pile.push(hand.cards.pop());
      hand.size = hand.cards.length;
    }
    if (state.deck.length === 0 && state.pile.length > 0) {
      while (state.pile.length > 0) state.deck.push(state.pile.shift());
      shuffle(state.deck, random);
      emit('shuffled');
    }
    state.left = state.deck.length;
  },
});

interface Cards {
  readonly length: number;
  at(index: number): number;
  set(index: number, card: number): void;
  pop(): number;
}

function shuffle(deck: Cards, random: { int(n: number): number }): void {
  for (let i = deck.length - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const card = deck.at(i);
    deck.set(i, deck.at(j));
    deck.set(j, card);
  }
}

function take(hand: Cards, card: number): boolean {
  for (let i = 0; i < hand.length; i++) {
    if (hand.at(i) !== card) continue;
    hand.set(i, hand.at(-1));
    hand.pop();
    return true;
  }
  return false;
}
