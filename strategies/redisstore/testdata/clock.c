// Preloaded, it lets a program take the time of day from the file CLOCK: eight bytes, the
// microseconds since 1970. Time that only passes, by which the program waits, is left alone.

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *now;

__attribute__((constructor)) static void begin(void) {
	int file = open(getenv("CLOCK"), O_RDONLY);
	now = mmap(NULL, sizeof *now, PROT_READ, MAP_SHARED, file, 0);
	if (file < 0 || now == MAP_FAILED)
		abort();
}

int clock_gettime(clockid_t clock, struct timespec *t) {
	if (clock != CLOCK_REALTIME || now == NULL)
		return syscall(SYS_clock_gettime, clock, t);
	t->tv_sec = *now / 1000000;
	t->tv_nsec = *now % 1000000 * 1000;
	return 0;
}

int gettimeofday(struct timeval *t, void *zone) {
	struct timespec s;
	int result = clock_gettime(CLOCK_REALTIME, &s);
	t->tv_sec = s.tv_sec;
	t->tv_usec = s.tv_nsec / 1000;
	return result;
}
