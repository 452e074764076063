/*
 * A disk that keeps only what was synced, for programs that are started with LD_PRELOAD.
 *
 * What is written to files of one folder is remembered as dirty until it is synced. At a cut the files become what a disk
 * would have after a loss of power, and the process is killed by SIGKILL.
 *
 *   Ds1  What was synced is there after a cut. Of what was not, each write is there or not, as the seed says.
 *   Ds2  A sync that fails leaves what was dirty neither on the disk nor dirty, as Linux does: a later sync does not help.
 *   Ds3  Every write, truncation, removal and sync is an instant; the cut comes before the one whose number is asked for.
 *   Ds4  A program that removes the file `cut-now` of the folder, which need not be there, is cut off at that place.
 *
 * DISK_FOLDER   whose files (those that end in -shm are memory, and no matter)
 * DISK_CUT      the instant of the cut; 0 or nothing for none
 * DISK_FAIL     the number of the sync that fails with EIO; with a + behind it all later ones as well
 * DISK_DELAY    microseconds that a sync takes longer
 * DISK_SEED     for the choice at a cut; 0 drops all
 * DISK_WATCH    1: an order to cut is followed at once, and not before the next instant
 * DISK_COUNTS   a file of eight 64-bit numbers; the first four are kept up to date: instants, syncs, failed syncs, cuts. The
 *               others are orders, looked at each time: a sum of 1 (syncs fail), 2 (files cannot grow: ENOSPC) and 4 (cut
 *               before the next instant), and the microseconds that a sync takes longer
 *
 * Not simulated: names of files that were made or removed without a sync of their folder; both stay at once.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 64
#define MOST_FDS 4096

typedef struct { off_t at; size_t length; } Range;

typedef struct {
  char path[1024];
  char *disk;
  size_t size;
  Range *dirty;
  size_t dirty_count, dirty_room;
} File;

static File files[MOST_FILES];
static int file_count;
static int file_of[MOST_FDS];
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static const char *folder;
static uint64_t cut_at, fail_at, delay, chance;
static int fails_on;
static uint64_t fallback[8];
enum { NO_SYNC = 1, NO_ROOM = 2, CUT = 4 };
static volatile uint64_t *counts = fallback;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

static uint64_t number(const char *name) {
  const char *text = getenv(name);
  return text == NULL ? 0 : strtoull(text, NULL, 10);
}

static void *watch(void *unused);

__attribute__((constructor)) static void begin(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  for (int i = 0; i < MOST_FDS; i++) file_of[i] = -1;
  cut_at = number("DISK_CUT");
  fail_at = number("DISK_FAIL");
  delay = number("DISK_DELAY");
  chance = number("DISK_SEED");
  const char *fail = getenv("DISK_FAIL");
  fails_on = fail != NULL && strchr(fail, '+') != NULL;
  const char *path = getenv("DISK_COUNTS");
  if (path != NULL) {
    int fd = real_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd >= 0 && real_ftruncate(fd, sizeof fallback) == 0) {
      void *found = mmap(NULL, sizeof fallback, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
      if (found != MAP_FAILED) counts = found;
    }
    if (fd >= 0) real_close(fd);
  }
  folder = getenv("DISK_FOLDER");
  pthread_t thread;
  if (number("DISK_WATCH") != 0) pthread_create(&thread, NULL, watch, NULL);
}

static void cut(void);

/* Looks for the order to cut twice a millisecond. */
static void *watch(void *unused) {
  for (;;) {
    usleep(500);
    if (!(counts[4] & CUT)) continue;
    pthread_mutex_lock(&lock);
    cut();
  }
  return unused;
}

static uint64_t random_bits(void) {
  chance ^= chance << 13;
  chance ^= chance >> 7;
  chance ^= chance << 17;
  return chance;
}

/* The bytes of a file as the running program sees them. */
static char *read_all(int fd, size_t *size) {
  struct stat found;
  *size = 0;
  if (fstat(fd, &found) != 0) return NULL;
  char *bytes = malloc((size_t)found.st_size + 1);
  while (bytes != NULL && *size < (size_t)found.st_size) {
    ssize_t count = pread(fd, bytes + *size, (size_t)found.st_size - *size, (off_t)*size);
    if (count <= 0) break;
    *size += (size_t)count;
  }
  return bytes;
}

static void add_dirty(File *file, off_t at, size_t length) {
  if (file->dirty_count == file->dirty_room) {
    file->dirty_room = file->dirty_room == 0 ? 64 : 2 * file->dirty_room;
    file->dirty = realloc(file->dirty, file->dirty_room * sizeof(Range));
  }
  file->dirty[file->dirty_count++] = (Range){at, length};
}

static void resize_disk(File *file, size_t size) {
  if (size > file->size) {
    file->disk = realloc(file->disk, size + 1);
    memset(file->disk + file->size, 0, size - file->size);
  }
  file->size = size;
}

static void to_disk(File *file, Range range, const char *bytes, size_t size) {
  size_t end = (size_t)range.at + range.length;
  if (end > size) end = size;
  if ((size_t)range.at >= end) return;
  if (end > file->size) resize_disk(file, end);
  memcpy(file->disk + range.at, bytes + range.at, end - (size_t)range.at);
}

/* Ds1. Never returns. */
static void cut(void) {
  for (int i = 0; i < file_count; i++) {
    File *file = &files[i];
    int fd = real_open(file->path, O_RDWR, 0);
    if (fd < 0) continue;
    size_t size;
    char *bytes = read_all(fd, &size);
    for (size_t each = 0; bytes != NULL && chance != 0 && each < file->dirty_count; each++)
      if (random_bits() & 1) to_disk(file, file->dirty[each], bytes, size);
    if (real_ftruncate(fd, 0) == 0 && file->size > 0) (void)!real_pwrite(fd, file->disk, file->size, 0);
    real_close(fd);
  }
  counts[3]++;
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Ds3. The lock is held. */
static void instant(void) {
  counts[0]++;
  if ((cut_at != 0 && counts[0] == cut_at) || (counts[4] & CUT)) cut();
}

static File *file_at(int fd) {
  return fd >= 0 && fd < MOST_FDS && file_of[fd] >= 0 ? &files[file_of[fd]] : NULL;
}

static int is_ours(const char *path) {
  if (folder == NULL || strncmp(path, folder, strlen(folder)) != 0) return 0;
  size_t length = strlen(path);
  return length < sizeof files[0].path && !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static void opened(int fd, const char *path) {
  struct stat found;
  if (fd < 0 || fd >= MOST_FDS || !is_ours(path) || fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) return;
  pthread_mutex_lock(&lock);
  int index = 0;
  while (index < file_count && strcmp(files[index].path, path) != 0) index++;
  if (index == file_count && file_count < MOST_FILES) {
    File *file = &files[file_count++];
    strcpy(file->path, path);
    int reading = real_open(path, O_RDONLY, 0);
    file->disk = read_all(reading, &file->size);
    real_close(reading);
  }
  if (index < file_count) file_of[fd] = index;
  pthread_mutex_unlock(&lock);
}

#define OPEN(name)                                   \
  int name(const char *path, int flags, ...) {       \
    mode_t mode = 0;                                 \
    if (flags & (O_CREAT | __O_TMPFILE)) {           \
      va_list rest;                                  \
      va_start(rest, flags);                         \
      mode = va_arg(rest, mode_t);                   \
      va_end(rest);                                  \
    }                                                \
    int fd = real_open(path, flags, mode);           \
    opened(fd, path);                                \
    return fd;                                       \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FDS) file_of[fd] = -1;
  return real_close(fd);
}

static ssize_t put(int fd, const void *bytes, size_t length, off_t at, int is_placed) {
  File *file = file_at(fd);
  if (file == NULL) return is_placed ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
  pthread_mutex_lock(&lock);
  instant();
  if (!is_placed) at = lseek(fd, 0, SEEK_CUR);
  struct stat found;
  if ((counts[4] & NO_ROOM) && fstat(fd, &found) == 0 && at + (off_t)length > found.st_size) {
    pthread_mutex_unlock(&lock);
    errno = ENOSPC;
    return -1;
  }
  ssize_t count = is_placed ? real_pwrite(fd, bytes, length, at) : real_write(fd, bytes, length);
  if (count > 0) add_dirty(file, at, (size_t)count);
  pthread_mutex_unlock(&lock);
  return count;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return put(fd, bytes, length, at, 1); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { return put(fd, bytes, length, at, 1); }
ssize_t write(int fd, const void *bytes, size_t length) { return put(fd, bytes, length, 0, 0); }

static int truncated(int fd, off_t size) {
  File *file = file_at(fd);
  if (file == NULL) return real_ftruncate(fd, size);
  pthread_mutex_lock(&lock);
  instant();
  int result = real_ftruncate(fd, size);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t size) { return truncated(fd, size); }
int ftruncate64(int fd, off_t size) { return truncated(fd, size); }

/* Ds4. */
static int is_order_to_cut(const char *path) {
  size_t length = strlen(path);
  return length > 8 && strcmp(path + length - 8, "/cut-now") == 0;
}

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  if (is_ours(path) && is_order_to_cut(path)) cut();
  for (int i = 0; i < file_count; i++)
    if (strcmp(files[i].path, path) == 0) {
      instant();
      files[i].size = files[i].dirty_count = 0;
    }
  int result = real_unlink(path);
  pthread_mutex_unlock(&lock);
  return result;
}

static int synced(int fd, int (*sync)(int)) {
  File *file = file_at(fd);
  if (file == NULL) return sync(fd);
  if (delay + counts[5] > 0) usleep((useconds_t)(delay + counts[5]));
  pthread_mutex_lock(&lock);
  instant();
  counts[1]++;
  int is_numbered = fail_at != 0 && (fails_on ? counts[1] >= fail_at : counts[1] == fail_at);
  int is_failing = (counts[4] & NO_SYNC) || is_numbered;
  if (is_failing) {
    counts[2]++;
  } else {
    size_t size;
    char *bytes = read_all(fd, &size);
    if (bytes != NULL) {
      resize_disk(file, size);
      for (size_t each = 0; each < file->dirty_count; each++) to_disk(file, file->dirty[each], bytes, size);
      free(bytes);
    }
  }
  file->dirty_count = 0;
  pthread_mutex_unlock(&lock);
  if (!is_failing) return 0;
  errno = EIO;
  return -1;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }
