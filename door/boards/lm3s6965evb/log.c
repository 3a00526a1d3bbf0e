#include "door/boards/lm3s6965evb/log.h"

#include "door/boards/lm3s6965evb/console.h"
#include "door/boards/lm3s6965evb/ticks.h"

static void put(const struct log_line *line)
{
    console_text("up=");
    console_number(ticks_now());
    console_put((struct bytes){(const uint8_t *)line->text, line->count});
    console_text("\n");
}

void log_event(const char *what)
{
    struct log_line line = {0};
    log_line_word(&line, "event", what);
    put(&line);
}

void log_number(const char *what, const char *name, uint32_t number)
{
    struct log_line line = {0};
    log_line_word(&line, "event", what);
    log_line_number(&line, name, number);
    put(&line);
}

void log_note(const struct note *note)
{
    struct log_line line = {0};
    log_line_note(&line, note);
    put(&line);
}

void log_link(const struct link *link)
{
    struct log_line line = {0};
    if (log_line_link(&line, link)) {
        put(&line);
    }
}
