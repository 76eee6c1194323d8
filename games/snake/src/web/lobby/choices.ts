// What whoever makes a room may choose: kept as text, and said in words. The form is apart.

import type { Strength } from '../../rules/index.ts';
import type { Choices } from '../entry.ts';

/** What quick play asks for, and what nobody changed: the game's own defaults. */
export const usualChoices: Choices = {
  speed: 'normal',
  field: 'classic',
  stones: true,
  company: 3,
  strength: 'normal',
};

const speeds: Readonly<Record<Choices['speed'], string>> = {
  normal: 'normal speed',
  fast: 'fast',
  classic: 'classic, slow',
};
const fields: Readonly<Record<Choices['field'], string>> = {
  classic: '50\u00a0×\u00a025',
  large: '120\u00a0×\u00a070',
};
const strengths: readonly Strength[] = ['easy', 'normal', 'hard'];
const companies: readonly number[] = [0, 3, 6, 9];

/** What was kept, as far as it still is a choice; the rest is as usual. */
export function choicesFrom(kept: string): Choices {
  return choicesOf(parsed(kept));
}

/** What was found somewhere, as far as it is a choice; the rest is as usual. */
export function choicesOf(found: Readonly<Record<string, unknown>>): Choices {
  return {
    speed: oneOf(Object.keys(speeds) as Choices['speed'][], found.speed) ?? usualChoices.speed,
    field: oneOf(Object.keys(fields) as Choices['field'][], found.field) ?? usualChoices.field,
    stones: typeof found.stones === 'boolean' ? found.stones : usualChoices.stones,
    company: oneOf(companies, found.company) ?? usualChoices.company,
    strength: oneOf(strengths, found.strength) ?? usualChoices.strength,
  };
}

/** For example "Fast · 50 × 25 · stones · easy bots up to 6". A line never begins with a dot. */
export function inWords(choices: Choices): string {
  const { speed, field, stones, company, strength } = choices;
  const kind = strength === 'normal' ? '' : `${strength} `;
  const bots = company === 0 ? 'no bots' : `${kind}bots up to ${company}`;
  const parts = [speeds[speed], fields[field], stones ? 'stones' : 'no stones', bots];
  const words = parts.join('\u00a0· ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function oneOf<T>(allowed: readonly T[], found: unknown): T | undefined {
  return allowed.find((value) => value === found);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
