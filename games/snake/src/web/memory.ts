// What the browser remembers of its player. Without storage (a private window) it forgets.

const nameKey = 'snake.name';
const muteKey = 'snake.mute';

export function rememberedName(): string {
  try {
    return localStorage.getItem(nameKey) ?? '';
  } catch {
    return '';
  }
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(nameKey, name);
  } catch {
    // Nothing depends on it.
  }
}

export function isMuteRemembered(): boolean {
  try {
    return localStorage.getItem(muteKey) === 'yes';
  } catch {
    return false;
  }
}

export function rememberMute(isMuted: boolean): void {
  try {
    localStorage.setItem(muteKey, isMuted ? 'yes' : 'no');
  } catch {
    // Nothing depends on it.
  }
}
