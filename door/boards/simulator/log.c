#include "door/boards/simulator/log.h"

#include "door/boards/simulator/words.h"

#include <string.h>
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

// A user's name as a topic or a roster has it; what no name holds is shown as a dot.
static void put_user(struct log *log, const uint8_t user[USER_SIZE])
{
    char text[USER_SIZE + 1] = {0};
    for (size_t i = 0; i < USER_SIZE && user[i] != 0; i++) {
        const bool shown = user[i] > ' ' && user[i] < 0x7f && user[i] != '=';
        text[i] = '.';
        if (shown) {
            text[i] = (char)user[i];
        }
    }
    (void)fprintf(log->file, " who=%s", text[0] == 0 ? "nobody" : text);
}

static void put_seconds(struct log *log, const char *name, millis length)
{
    (void)fprintf(log->file, " %s=%u.%03us", name, (unsigned)(length / 1000),
                  (unsigned)(length % 1000));
}

static void put_occurrence(struct log *log, const struct note *note)
{
    const struct occurrence *it = &note->occurrence;
    (void)fprintf(log->file, " event=%s", word_of_what(it->what));
    put_user(log, note->user);
    (void)fprintf(log->file, " goal=%s result=%s outcome=%s presses=%u", word_of_action(it->goal),
                  word_of_result(it->result), word_of_outcome(it->outcome), (unsigned)it->presses);
    (void)fprintf(log->file, " before=%s after=%s", word_of_state(it->before),
                  word_of_state(it->after));
    put_seconds(log, "age_before", it->age_before);
    put_seconds(log, "age_after", it->age_after);
    put_seconds(log, "took", it->took);
}

static void put_answer(struct log *log, const struct note *note)
{
    (void)fputs(" event=answered", log->file);
    put_user(log, note->user);
    (void)fprintf(log->file, " action=%s result=%s outcome=%s asked_sequence=%u sequence=%u",
                  word_of_action(note->action), word_of_result(note->result),
                  word_of_outcome(note->outcome), (unsigned)note->number, (unsigned)note->sequence);
}

static void put_refusal(struct log *log, const struct note *note)
{
    (void)fprintf(log->file, " event=refused why=%s",
                  guard_verdict_name((enum guard_verdict)note->verdict));
    put_user(log, note->user);
}

static void put_note(struct log *log, const struct note *note)
{
    const unsigned verdict = note->verdict;
    const unsigned number = note->number;
    switch (note->kind) {
    case NOTE_OCCURRENCE:
        put_occurrence(log, note);
        break;
    case NOTE_ANSWERED:
        put_answer(log, note);
        break;
    case NOTE_REFUSED:
        put_refusal(log, note);
        break;
    case NOTE_ROSTER:
        (void)fprintf(log->file, " event=roster verdict=%s version=%u",
                      word_of_roster_verdict(verdict), number);
        break;
    case NOTE_TIME:
        (void)fprintf(log->file, " event=time verdict=%s",
                      guard_verdict_name((enum guard_verdict)verdict));
        break;
    case NOTE_CONNECTED:
        (void)fprintf(log->file, " event=connected mqtt=%s", number == MQTT_5 ? "5" : "3.1.1");
        break;
    case NOTE_SUBSCRIPTION_REFUSED:
        (void)fprintf(log->file, " event=subscription-refused which=%u reason=0x%02x", number,
                      verdict);
        break;
    case NOTE_CLOSING:
        (void)fprintf(log->file, " event=closing why=%s reason=0x%02x", word_of_closing(number),
                      verdict);
        break;
    case NOTE_DROPPED:
        (void)fprintf(log->file, " event=dropped bytes=%u", number);
        break;
    case NOTE_STORE_FAILED:
        (void)fprintf(log->file, " event=store-failed which=%u", number);
        break;
    case NOTE_BOOT:
        (void)fprintf(log->file, " event=boot boot=%u remote=%s", number,
                      number != 0 ? "yes" : "no");
        break;
    }
}

void log_note(struct log *log, const struct note *note)
{
    begin(log);
    put_note(log, note);
    end(log);
}

void log_link(struct log *log, const char *layer, const char *why, int number)
{
    begin(log);
    (void)fprintf(log->file, " event=no-link layer=%s number=%d why=\"%s\"", layer, number, why);
    end(log);
}

void log_tls_open(struct log *log, unsigned suite, uint64_t certificate_end)
{
    begin(log);
    (void)fprintf(log->file, " event=tls-open suite=0x%04x certificate_end=%llu", suite,
                  (unsigned long long)certificate_end);
    end(log);
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
