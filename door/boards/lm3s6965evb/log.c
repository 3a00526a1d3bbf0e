#include "door/boards/lm3s6965evb/log.h"

#include "door/boards/lm3s6965evb/console.h"
#include "door/boards/lm3s6965evb/ticks.h"
#include "door/guard/verdict.h"

static void put(const char *name, uint32_t number)
{
    console_text(" ");
    console_text(name);
    console_text("=");
    console_number(number);
}

static void begin(const char *what)
{
    console_text("up=");
    console_number(ticks_now());
    console_text(" event=");
    console_text(what);
}

static void end(void)
{
    console_text("\n");
}

void log_event(const char *what)
{
    begin(what);
    end();
}

void log_number(const char *what, const char *name, uint32_t number)
{
    begin(what);
    put(name, number);
    end();
}

static void put_occurrence(const struct occurrence *it)
{
    put("what", it->what);
    put("goal", it->goal);
    put("outcome", it->outcome);
    put("presses", it->presses);
    put("before", it->before);
    put("after", it->after);
    put("took", it->took);
}

static const char *word_of(enum note_kind kind)
{
    switch (kind) {
    case NOTE_OCCURRENCE:
        return "occurrence";
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
    return "unknown";
}

void log_note(const struct note *note)
{
    begin(word_of(note->kind));
    if (note->kind == NOTE_OCCURRENCE) {
        put_occurrence(&note->occurrence);
    } else {
        put("action", note->action);
        put("result", note->result);
        put("outcome", note->outcome);
        put("verdict", note->verdict);
        put("sequence", note->sequence);
        put("number", note->number);
    }
    end();
}

void log_link(const char *layer, const char *why, int number)
{
    begin("no-link");
    console_text(" layer=");
    console_text(layer);
    put("number", number < 0 ? 0 : (uint32_t)number);
    console_text(" why=\"");
    console_text(why);
    console_text("\"");
    end();
}
