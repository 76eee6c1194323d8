// The form of "Make a room": what is chosen there is remembered, and said in one line when it is shut.

import type { Choices } from '../entry.ts';
import { rememberChoices, rememberedChoices } from '../memory.ts';
import { part, say } from '../page.ts';
import { choicesFrom, inWords } from './choices.ts';

export class ChoicesForm {
  readonly #speed = part('speed', 'select');
  readonly #field = part('field', 'select');
  readonly #company = part('company', 'select');
  readonly #strength = part('strength', 'select');
  readonly #stones = part('stones', 'input');
  readonly #summary = part('choices-summary');

  constructor() {
    const choices = choicesFrom(rememberedChoices());
    this.#speed.value = choices.speed;
    this.#field.value = choices.field;
    this.#company.value = String(choices.company);
    this.#strength.value = choices.strength;
    this.#stones.checked = choices.stones;
    part('choices', 'fieldset').addEventListener('change', () => {
      rememberChoices(JSON.stringify(this.chosen));
      this.#show();
    });
    this.#show();
  }

  get chosen(): Choices {
    return {
      speed: this.#speed.value as Choices['speed'],
      field: this.#field.value as Choices['field'],
      stones: this.#stones.checked,
      company: Number(this.#company.value),
      strength: this.#strength.value as Choices['strength'],
    };
  }

  #show(): void {
    const { chosen } = this;
    this.#strength.disabled = chosen.company === 0;
    say(this.#summary, inWords(chosen));
  }
}
