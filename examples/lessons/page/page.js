// The page of all lessons: connects, sends the codes of pressed keys, shows what the server says. What
// a lesson offers beside that (a room, buttons) it tells by GET /lesson.

const messagesMax = 100;
const part = (id) => document.getElementById(id);
const messages = part('messages');
const keys = part('keys');

/** @type {WebSocket | undefined} */
let socket;

part('entry').addEventListener('submit', (event) => {
  event.preventDefault();
  connect();
});
part('disconnect').addEventListener('click', disconnect);
part('type').addEventListener('input', sendTyped);
document.addEventListener('keydown', sendPressed);
for (const button of document.querySelectorAll('[data-code]')) {
  button.addEventListener('click', () => send(button.dataset.code));
}
describe(await (await fetch('/lesson')).json());

function describe({ number, title, idea, file, rooms = false, buttons = [] }) {
  document.title = `${number} ${title}`;
  part('number').textContent = number;
  part('title').textContent = title;
  part('idea').textContent = idea;
  part('file').textContent = `examples/lessons/src/${file}`;
  part('room-field').hidden = !rooms;
  for (const { label, text } of buttons) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () => send(text));
    part('buttons').append(button);
  }
}

function connect() {
  const url = new URL('/connect', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  if (!part('room-field').hidden) url.searchParams.set('room', part('room').value);
  socket = new WebSocket(url);
  show('connecting', 'Connecting');
  socket.addEventListener('open', () => {
    show('on', 'Connected');
    // Away from the button that was pressed: Space and Enter are keys to send now.
    document.activeElement?.blur();
  });
  socket.addEventListener('message', ({ data }) => add(data));
  socket.addEventListener('close', ({ code, reason }) => {
    show('off', endOf(code, reason));
    if (reason) add(`Disconnected: ${reason}`, 'end');
  });
}

function disconnect() {
  socket?.addEventListener('close', () => part('connect').focus());
  socket?.close(1000);
}

/** 1005 is a close without a code, as `disconnect` gets it from some servers. */
function endOf(code, reason) {
  if (reason) return `Disconnected: ${reason}`;
  if (code === 1000 || code === 1005) return 'Disconnected';
  return `Connection lost (${code})`;
}

function show(status, text) {
  part('status').dataset.status = status;
  part('status-text').textContent = text;
  keys.disabled = status !== 'on';
  part('connect').disabled = status !== 'off';
  part('room').disabled = status !== 'off';
  part('disconnect').disabled = status === 'off';
}

/** Keys that would scroll the page. */
const scrolling = /^(?:Arrow|Page|Home|End)/;

/** A key of a real keyboard. Its code is sent, and what the browser does with it is left to the browser. */
function sendPressed(event) {
  const { target, key, keyCode, repeat, ctrlKey, metaKey, altKey } = event;
  if (keys.disabled || repeat || ctrlKey || metaKey || altKey || target.matches('input')) return;
  if (target.matches('button') && (key === 'Enter' || key === ' ')) return;
  // But scrolling, and Space and letters, which scroll or search in the page. F5, Escape, Tab stay theirs.
  if (scrolling.test(key) || key.length === 1) event.preventDefault();
  send(String(keyCode));
}

/**
 * A phone's keyboard tells no codes of keys. Those of letters, digits and the space are the characters'
 * own; of others they are not ("(" is no key, and its 40 is the code of Down), so others are not sent.
 */
function sendTyped({ target }) {
  for (const char of target.value) {
    if (/[a-z0-9 ]/i.test(char)) send(String(char.toUpperCase().charCodeAt(0)));
  }
  target.value = '';
}

function send(text) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(text);
}

function add(text, from = sourceOf(text)) {
  const item = document.createElement('li');
  item.textContent = text;
  item.dataset.from = from;
  messages.prepend(item);
  while (messages.childElementCount > messagesMax) messages.lastElementChild.remove();
  part('nothing').hidden = true;
}

function sourceOf(text) {
  if (!text.startsWith('game loop')) return 'player';
  return text.startsWith('game loop says') || text.startsWith('game loop started') ? 'loop' : 'end';
}
