/*
 * Contender: the limit. As little as a server can do that writes so many bytes to each player: epoll,
 * one send() of one ready frame per player and tick, recv() of what players say, no game. It speaks
 * enough WebSocket for the same load: the handshake (RFC 6455 section 4.2.2) and unmasked frames.
 *
 *   limit PAYLOAD_BYTES TICK_MS    prints its port; a room is named by the number that ends the path
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { roomsMax = 1024, membersMax = 256, socketsMax = 65536, requestMax = 2048, groups = 10 };

struct room { int members[membersMax]; int count; double due; };
struct client { int room; int length; char *request; };

static struct room rooms[roomsMax];
static struct client clients[socketsMax];
static unsigned char frame[65536 + 4];
static int frameLength;
static int roomsEnd;
static int poller;

static double nowMs(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* FIPS 180-4, for messages of less than 120 bytes. */
static void sha1(const char *text, size_t length, unsigned char out[20]) {
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  unsigned char block[128] = {0};
  size_t blocks = length + 9 > 64 ? 2 : 1;
  memcpy(block, text, length);
  block[length] = 0x80;
  for (int i = 0; i < 4; i++) block[blocks * 64 - 1 - i] = (length * 8) >> (8 * i);
  for (size_t b = 0; b < blocks; b++) {
    uint32_t w[80];
    for (int i = 0; i < 16; i++) {
      const unsigned char *p = block + b * 64 + i * 4;
      w[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
    }
#define ROL(x, n) ((x) << (n) | (x) >> (32 - (n)))
    for (int i = 16; i < 80; i++) w[i] = ROL(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = h[0], bb = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 80; i++) {
      uint32_t f, k;
      if (i < 20) f = (bb & c) | (~bb & d), k = 0x5A827999;
      else if (i < 40) f = bb ^ c ^ d, k = 0x6ED9EBA1;
      else if (i < 60) f = (bb & c) | (bb & d) | (c & d), k = 0x8F1BBCDC;
      else f = bb ^ c ^ d, k = 0xCA62C1D6;
      uint32_t next = ROL(a, 5) + f + e + k + w[i];
      e = d, d = c, c = ROL(bb, 30), bb = a, a = next;
    }
    h[0] += a, h[1] += bb, h[2] += c, h[3] += d, h[4] += e;
  }
  for (int i = 0; i < 20; i++) out[i] = h[i / 4] >> (24 - 8 * (i % 4));
}

static void base64(const unsigned char in[20], char out[29]) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  int at = 0;
  for (int i = 0; i < 21; i += 3) {
    uint32_t v = in[i] << 16 | in[i + 1] << 8 | (i + 2 < 20 ? in[i + 2] : 0);
    for (int shift = 18; shift >= 0; shift -= 6) out[at++] = digits[v >> shift & 63];
  }
  out[27] = '=';
  out[28] = 0;
}

static void drop(int fd) {
  struct client *client = &clients[fd];
  if (client->room >= 0) {
    struct room *room = &rooms[client->room];
    for (int i = 0; i < room->count; i++) {
      if (room->members[i] == fd) room->members[i--] = room->members[--room->count];
    }
  }
  free(client->request);
  client->request = NULL;
  close(fd);
}

static void enter(int fd, int number, double tickMs) {
  struct room *room = &rooms[number % roomsMax];
  if (room->count == membersMax) return drop(fd);
  if (room->count == 0) {
    double phase = number * 0.6180339887498949;
    double group = (nowMs() / tickMs + phase - (long)phase) * groups;
    room->due = ((long)group + 1) * tickMs / groups;
  }
  clients[fd].room = number % roomsMax;
  if (clients[fd].room >= roomsEnd) roomsEnd = clients[fd].room + 1;
  room->members[room->count++] = fd;
}

/* Answers the handshake once its request is whole. */
static void greet(int fd, double tickMs) {
  struct client *client = &clients[fd];
  ssize_t got = recv(fd, client->request + client->length, requestMax - 1 - client->length, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) return drop(fd);
  client->length += got;
  client->request[client->length] = 0;
  if (strstr(client->request, "\r\n\r\n") == NULL) {
    if (client->length == requestMax - 1) drop(fd);
    return;
  }
  const char *field = strcasestr(client->request, "\r\nsec-websocket-key:");
  char key[25] = {0}, text[64], accept[29], answer[160];
  unsigned char hash[20];
  int number = 0;
  if (field == NULL || sscanf(field, "\r\n%*[^:]: %24s", key) != 1) return drop(fd);
  if (sscanf(client->request, "GET /%*[^0-9 ]%d", &number) != 1 || number < 0) return drop(fd);
  snprintf(text, sizeof text, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  sha1(text, strlen(text), hash);
  base64(hash, accept);
  int length = snprintf(answer, sizeof answer,
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
  free(client->request);
  client->request = NULL;
  send(fd, answer, length, MSG_NOSIGNAL);
  enter(fd, number, tickMs);
}

static void hear(int fd) {
  static char bytes[16384];
  ssize_t got = recv(fd, bytes, sizeof bytes, 0);
  if (got == 0 || (got < 0 && errno != EAGAIN)) drop(fd);
}

static void admit(int listener) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    if (fd >= socketsMax) { close(fd); continue; }
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    clients[fd] = (struct client){ .room = -1, .request = malloc(requestMax) };
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  }
}

/* Ticks the rooms that are due; returns the ms until the next one is. */
static int tick(double tickMs) {
  double now = nowMs(), next = now + tickMs;
  for (int r = 0; r < roomsEnd; r++) {
    struct room *room = &rooms[r];
    if (room->count == 0) continue;
    if (room->due <= now) {
      for (int i = 0; i < room->count; i++) send(room->members[i], frame, frameLength, MSG_NOSIGNAL);
      room->due += tickMs;
      if (room->due < now) room->due = now + tickMs;
    }
    if (room->due < next) next = room->due;
  }
  double left = next - nowMs();
  return left <= 0 ? 0 : (int)left + 1;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  /* Ends with the bench, however that ends. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int length = atoi(argv[1]);
  double tickMs = atof(argv[2]);
  if (length < 0 || length > 65535 || tickMs <= 0) return 2;
  frame[0] = 0x82;
  frame[1] = length < 126 ? length : 126;
  if (length >= 126) frame[2] = length >> 8, frame[3] = length;
  frameLength = length + (length < 126 ? 2 : 4);

  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  socklen_t size = sizeof at;
  if (bind(listener, (struct sockaddr *)&at, size) || listen(listener, 1024)) return 1;
  getsockname(listener, (struct sockaddr *)&at, &size);
  printf("%d\n", ntohs(at.sin_port));
  fflush(stdout);

  poller = epoll_create1(0);
  struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
  struct epoll_event events[256];
  for (;;) {
    int count = epoll_wait(poller, events, 256, tick(tickMs));
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) admit(listener);
      else if (clients[fd].request != NULL) greet(fd, tickMs);
      else hear(fd);
    }
  }
}
