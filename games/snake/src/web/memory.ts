// What the browser remembers of its player. Without storage (a private window) it forgets.

const nameKey = 'snake.name';
const muteKey = 'snake.mute';
const choicesKey = 'snake.choices';

export function rememberedName(): string {
  return recall(nameKey);
}

export function rememberName(name: string): void {
  keep(nameKey, name);
}

/** The options of the room that was made last, as text that anything may have written. */
export function rememberedChoices(): string {
  return recall(choicesKey);
}

export function rememberChoices(choices: string): void {
  keep(choicesKey, choices);
}

export function isMuteRemembered(): boolean {
  return recall(muteKey) === 'yes';
}

export function rememberMute(isMuted: boolean): void {
  keep(muteKey, isMuted ? 'yes' : 'no');
}

function recall(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Nothing depends on it.
  }
}
