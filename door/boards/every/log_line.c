#include "door/boards/every/log_line.h"

#include "door/boards/every/words.h"
#include "door/guard/verdict.h"

#include <string.h>

enum {
    DIGITS_MOST = 20 // of 64 bits
};

static void put(struct log_line *line, const char *text, size_t count)
{
    const size_t room = sizeof(line->text) - line->count;
    const size_t taken = count < room ? count : room;
    memcpy(line->text + line->count, text, taken);
    line->count += taken;
}

static void put_text(struct log_line *line, const char *text)
{
    put(line, text, strlen(text));
}

static void put_name(struct log_line *line, const char *name)
{
    put_text(line, " ");
    put_text(line, name);
    put_text(line, "=");
}

static void put_digits(struct log_line *line, uint64_t number, unsigned base, size_t least)
{
    static const char digits[] = "0123456789abcdef";
    char text[DIGITS_MOST];
    size_t at = sizeof(text);
    while (number > 0 || sizeof(text) - at < least) {
        at--;
        text[at] = digits[number % base];
        number /= base;
    }
    put(line, text + at, sizeof(text) - at);
}

void log_line_word(struct log_line *line, const char *name, const char *word)
{
    put_name(line, name);
    put_text(line, word);
}

void log_line_number(struct log_line *line, const char *name, uint64_t number)
{
    put_name(line, name);
    put_digits(line, number, 10, 1);
}

static void put_hex(struct log_line *line, const char *name, unsigned number, size_t digits)
{
    put_name(line, name);
    put_text(line, "0x");
    put_digits(line, number, 16, digits);
}

// A user's name as a topic or a roster has it; what no name holds is shown as a dot.
static void put_user(struct log_line *line, const uint8_t user[USER_SIZE])
{
    if (user[0] == 0) {
        log_line_word(line, "who", "nobody");
        return;
    }
    put_name(line, "who");
    for (size_t i = 0; i < USER_SIZE && user[i] != 0; i++) {
        char letter = '.';
        if (user[i] > ' ' && user[i] < 0x7f && user[i] != '=') {
            letter = (char)user[i];
        }
        put(line, &letter, 1);
    }
}

static void put_seconds(struct log_line *line, const char *name, millis length)
{
    put_name(line, name);
    put_digits(line, length / 1000, 10, 1);
    put_text(line, ".");
    put_digits(line, length % 1000, 10, 3);
    put_text(line, "s");
}

static void put_occurrence(struct log_line *line, const struct note *note)
{
    const struct occurrence *it = &note->occurrence;
    put_user(line, note->user);
    log_line_word(line, "goal", word_of_action(it->goal));
    log_line_word(line, "result", word_of_result(it->result));
    log_line_word(line, "outcome", word_of_outcome(it->outcome));
    log_line_number(line, "presses", it->presses);
    log_line_word(line, "before", word_of_state(it->before));
    log_line_word(line, "after", word_of_state(it->after));
    put_seconds(line, "age_before", it->age_before);
    put_seconds(line, "age_after", it->age_after);
    put_seconds(line, "took", it->took);
}

static void put_answer(struct log_line *line, const struct note *note)
{
    put_user(line, note->user);
    log_line_word(line, "action", word_of_action(note->action));
    log_line_word(line, "result", word_of_result(note->result));
    log_line_word(line, "outcome", word_of_outcome(note->outcome));
    log_line_number(line, "asked_sequence", note->number);
    log_line_number(line, "sequence", note->sequence);
}

static const char *name_of(const struct note *note)
{
    switch (note->kind) {
    case NOTE_OCCURRENCE:
        return word_of_what(note->occurrence.what);
    case NOTE_ANSWERED:
        return "answered";
    case NOTE_REFUSED:
        return "refused";
    case NOTE_ROSTER:
        return "roster";
    case NOTE_TIME:
        return "time";
    case NOTE_CONNECTED:
        return "connected";
    case NOTE_SUBSCRIPTION_REFUSED:
        return "subscription-refused";
    case NOTE_CLOSING:
        return "closing";
    case NOTE_DROPPED:
        return "dropped";
    case NOTE_STORE_FAILED:
        return "store-failed";
    case NOTE_BOOT:
        return "boot";
    }
    return "none";
}

void log_line_note(struct log_line *line, const struct note *note)
{
    log_line_word(line, "event", name_of(note));
    switch (note->kind) {
    case NOTE_OCCURRENCE:
        put_occurrence(line, note);
        break;
    case NOTE_ANSWERED:
        put_answer(line, note);
        break;
    case NOTE_REFUSED:
        log_line_word(line, "why", guard_verdict_name((enum guard_verdict)note->verdict));
        put_user(line, note->user);
        break;
    case NOTE_ROSTER:
        log_line_word(line, "verdict", word_of_roster_verdict(note->verdict));
        log_line_number(line, "version", note->number);
        break;
    case NOTE_TIME:
        log_line_word(line, "verdict", guard_verdict_name((enum guard_verdict)note->verdict));
        break;
    case NOTE_CONNECTED:
        log_line_word(line, "mqtt", note->number == MQTT_5 ? "5" : "3.1.1");
        break;
    case NOTE_SUBSCRIPTION_REFUSED:
        log_line_number(line, "which", note->number);
        put_hex(line, "reason", note->verdict, 2);
        break;
    case NOTE_CLOSING:
        log_line_word(line, "why", word_of_closing(note->number));
        put_hex(line, "reason", note->verdict, 2);
        break;
    case NOTE_DROPPED:
        log_line_number(line, "bytes", note->number);
        break;
    case NOTE_STORE_FAILED:
        log_line_number(line, "which", note->number);
        break;
    case NOTE_BOOT:
        log_line_number(line, "boot", note->number);
        log_line_word(line, "remote", note->number != 0 ? "yes" : "no");
        break;
    }
}

static void put_no_link(struct log_line *line, const char *layer, const char *why, int number)
{
    log_line_word(line, "event", "no-link");
    log_line_word(line, "layer", layer);
    put_name(line, "number");
    if (number < 0) {
        put_text(line, "-");
    }
    put_digits(line, (uint64_t)(number < 0 ? -(int64_t)number : number), 10, 1);
    put_name(line, "why");
    put_text(line, "\"");
    put_text(line, why);
    put_text(line, "\"");
}

bool log_line_link(struct log_line *line, const struct link *link)
{
    const struct tls *tls = link->parts.tls;
    switch (link->news) {
    case LINK_STREAM_FAILED:
        put_no_link(line, "tcp", stream_error(link->parts.stream), 0);
        return true;
    case LINK_STREAM_ENDED:
        put_no_link(line, "tcp", "closed by the broker", 0);
        return true;
    case LINK_TLS_ENDED:
        put_no_link(line, "tls", tls_error_text(tls_error(tls)), tls_error_number(tls));
        return true;
    case LINK_TLS_OPEN:
        log_line_word(line, "event", "tls-open");
        put_hex(line, "suite", tls_suite(tls), 4);
        log_line_number(line, "certificate_end", tls_certificate_end(tls));
        return true;
    case LINK_NO_NEWS:
        break;
    }
    return false;
}
