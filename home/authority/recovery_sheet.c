#include "home/authority/recovery_sheet.h"
#include "home/authority/recovery_lines.h"
#include "home/qr_code.h"

#include <stdio.h>
#include <string.h>

enum {
    QR_MILLIMETRES = 60
};

static void print_hex(const uint8_t *bytes, size_t count, FILE *to)
{
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(to, "%s%02x", i > 0 && i % 2 == 0 ? " " : "", bytes[i]);
    }
}

static void print_key(const struct recovery_sheet *sheet, FILE *to)
{
    (void)fprintf(to,
                  "PORTCULLIS RECOVERY SHEET\n"
                  "%s, made %s\n"
                  "\n"
                  "Recovery key (P-256, hex; the last two digits check each line):\n"
                  "\n",
                  sheet->organisation, sheet->made);
    for (unsigned line = 0; line < RECOVERY_LINES; line++) {
        const uint8_t *part = sheet->scalar + (size_t)line * RECOVERY_LINE_BYTES;
        (void)fprintf(to, "  %u  ", line + 1);
        print_hex(part, RECOVERY_LINE_BYTES, to);
        (void)fprintf(to, "  %02x\n", recovery_line_check(line, part));
    }
    (void)fprintf(to, "\nIts public key is called ");
    print_hex(sheet->key8, KEY8_SIZE, to);
    (void)fprintf(to, ".\n");
}

static void print_advice(FILE *to)
{
    (void)fprintf(to,
                  "What it is for: if the admin key is lost or stolen, or its passphrase "
                  "forgotten, this key\n"
                  "alone names a new one, on every door of this home (`portcullis recover`). It "
                  "opens no door.\n"
                  "What to do: print this page, keep it where you keep deeds and passports, and "
                  "delete\n"
                  "recovery-sheet.txt and recovery-sheet.html. Whoever has it can take over who "
                  "may open\n"
                  "your doors.\n");
}

static bool make_qr(const struct recovery_sheet *sheet, struct qr_code *out,
                    struct failure *failure)
{
    char line[128];
    size_t at = (size_t)snprintf(line, sizeof(line), RECOVERY_LINE_BEFORE);
    for (unsigned i = 0; i < RECOVERY_LINES; i++) {
        const uint8_t *part = sheet->scalar + (size_t)i * RECOVERY_LINE_BYTES;
        line[at++] = ' ';
        for (size_t byte = 0; byte < RECOVERY_LINE_BYTES; byte++) {
            at += (size_t)snprintf(line + at, sizeof(line) - at, "%02X", part[byte]);
        }
        at += (size_t)snprintf(line + at, sizeof(line) - at, "%02X", recovery_line_check(i, part));
    }
    const bool made = qr_code_make(line, out, failure);
    wipe(line, sizeof(line));
    return made;
}

static bool too_long(struct failure *failure)
{
    return failure_say(failure, "the recovery sheet does not fit its page; choose shorter names");
}

// Without a buffer of its own, which would keep the key.
static FILE *open_room(char *room, size_t size)
{
    FILE *to = fmemopen(room, size, "w");
    if (to != NULL && setvbuf(to, NULL, _IONBF, 0) != 0) {
        (void)fclose(to); // nothing was written
        return NULL;
    }
    return to;
}

// Its end belongs to the text: fmemopen leaves it out where there is no room for it.
static bool closed_whole(FILE *to)
{
    const bool written = fputc('\0', to) != EOF && ferror(to) == 0;
    return fclose(to) == 0 && written;
}

struct page {
    char *room;
    size_t size;
    void (*write)(const struct recovery_sheet *sheet, const struct qr_code *code, FILE *to);
};

static bool print(const struct recovery_sheet *sheet, const struct page *page,
                  struct failure *failure)
{
    struct qr_code code;
    if (!make_qr(sheet, &code, failure)) {
        return false;
    }
    FILE *to = open_room(page->room, page->size);
    if (to != NULL) {
        page->write(sheet, &code, to);
    }
    wipe(&code, sizeof(code));
    return (to != NULL && closed_whole(to)) || too_long(failure);
}

static void write_text(const struct recovery_sheet *sheet, const struct qr_code *code, FILE *to)
{
    print_key(sheet, to);
    (void)fputc('\n', to);
    print_advice(to);
    (void)fputs("\nThe same key, to be scanned:\n", to);
    qr_code_print(code, to);
}

bool recovery_sheet_print(const struct recovery_sheet *sheet, char *room, size_t size,
                          struct failure *failure)
{
    struct page page = {.size = size, .write = write_text};
    page.room = room;
    return print(sheet, &page, failure);
}

static void write_page(const struct recovery_sheet *sheet, const struct qr_code *code, FILE *to)
{
    (void)fputs("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<title>Portcullis recovery sheet</title></head>\n<body><pre>\n",
                to);
    print_key(sheet, to);
    (void)fputs("</pre>\n", to);
    qr_code_print_svg(code, QR_MILLIMETRES, to);
    (void)fputs("<pre>\n", to);
    print_advice(to);
    (void)fputs("</pre></body></html>\n", to);
}

bool recovery_sheet_print_page(const struct recovery_sheet *sheet, char *room, size_t size,
                               struct failure *failure)
{
    struct page page = {.size = size, .write = write_page};
    page.room = room;
    return print(sheet, &page, failure);
}
