// What the browser remembers of its player. Without storage (a private window) it forgets.

const nameKey = 'snake.name';

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
