#include "door/boards/simulator/log.h"

#include <time.h>

bool log_open(struct log *log, const char *path)
{
    log->file = path == NULL ? stderr : fopen(path, "ae");
    return log->file != NULL;
}

// A log that can not be written any more is no reason to stop a door.
static void begin(struct log *log)
{
    struct timespec now = {0};
    struct tm parts;
    char text[32] = "?";
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (gmtime_r(&now.tv_sec, &parts) != NULL) {
        (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
    }
    (void)fprintf(log->file, "time=%s.%03ldZ", text, now.tv_nsec / 1000000);
}

static void end(struct log *log)
{
    (void)fputc('\n', log->file);
    (void)fflush(log->file);
}

static void put_line(struct log *log, const struct log_line *line)
{
    begin(log);
    (void)fwrite(line->text, 1, line->count, log->file);
    end(log);
}

void log_note(struct log *log, const struct note *note)
{
    struct log_line line = {0};
    log_line_note(&line, note);
    put_line(log, &line);
}

void log_link(struct log *log, const struct link *link)
{
    struct log_line line = {0};
    if (log_line_link(&line, link)) {
        put_line(log, &line);
    }
}

void log_counts(struct log *log, const uint32_t verdicts[GUARD_VERDICTS])
{
    begin(log);
    (void)fputs(" event=counts", log->file);
    for (unsigned verdict = 0; verdict < GUARD_VERDICTS; verdict++) {
        (void)fprintf(log->file, " %s=%u", guard_verdict_name((enum guard_verdict)verdict),
                      (unsigned)verdicts[verdict]);
    }
    end(log);
}

void log_gap(struct log *log, uint32_t longest)
{
    begin(log);
    (void)fprintf(log->file, " event=longest-gap us=%u", (unsigned)longest);
    end(log);
}

void log_program(struct log *log, const char *what)
{
    begin(log);
    (void)fprintf(log->file, " event=%s", what);
    end(log);
}
