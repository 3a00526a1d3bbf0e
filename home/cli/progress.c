#include "home/cli/progress.h"
#include "home/cli/words.h"
#include "protocol/words.h"

#include <stdio.h>
#include <unistd.h>

enum {
    BAR = 20
};

struct progress progress_begun(const char *door, bool silent, millis now)
{
    return (struct progress){
        .door = door,
        .silent = silent,
        .terminal = isatty(STDOUT_FILENO) == 1,
        .since_began = stopwatch_started(now),
    };
}

static void print_bar(uint8_t position)
{
    if (position > POSITION_OPEN) {
        return;
    }
    (void)printf("  [");
    for (unsigned i = 0; i < BAR; i++) {
        (void)putchar(i * POSITION_OPEN < (unsigned)position * BAR ? '=' : ' ');
    }
    (void)printf("] %u %%", (unsigned)position);
}

void progress_show(struct progress *progress, uint8_t state, uint8_t position, millis now)
{
    const bool news = !progress->shown || state != progress->state;
    if (progress->silent || (!progress->terminal && !news)) {
        return;
    }
    progress->shown = true;
    progress->state = state;
    const unsigned seconds = (unsigned)(stopwatch_elapsed(progress->since_began, now) / 1000);
    if (progress->terminal) {
        // Back to the line's beginning, and what was there is erased.
        (void)printf("\r\033[K%s: %s", progress->door, state_word(state));
        print_bar(position);
        (void)printf("  %u s", seconds);
    } else {
        (void)printf("%s: %s\n", progress->door, state_word(state));
    }
    (void)fflush(stdout); // a line that is not finished would else not be seen
}

void progress_end(struct progress *progress)
{
    if (!progress->silent && progress->terminal && progress->shown) {
        (void)printf("\r\033[K");
    }
}
