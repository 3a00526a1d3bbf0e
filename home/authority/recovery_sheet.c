#include "home/authority/recovery_sheet.h"
#include "base/crc32.h"

#include <stdio.h>
#include <string.h>

enum {
    LINE_BYTES = 8,
    LINES = PRIVATE_KEY_SIZE / LINE_BYTES
};

static void print_hex(const uint8_t *bytes, size_t count, size_t group, char *room)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && i % group == 0) {
            room[at++] = ' ';
        }
        // Two digits and the end; the caller's room is of that size.
        (void)snprintf(room + at, 3, "%02x", bytes[i]);
        at += 2;
    }
}

static void print_line(const uint8_t *scalar, unsigned line, char room[48])
{
    uint8_t checked[1 + LINE_BYTES] = {(uint8_t)(line + 1)};
    char digits[2 * LINE_BYTES + LINE_BYTES] = "";
    memcpy(checked + 1, scalar + (size_t)line * LINE_BYTES, LINE_BYTES);
    print_hex(checked + 1, LINE_BYTES, 2, digits);
    (void)snprintf(room, 48, "  %u  %s  %02x\n", line + 1, digits,
                   (unsigned)(crc32_of(BYTES_OF(checked)) & 0xff));
    wipe(checked, sizeof(checked));
    wipe(digits, sizeof(digits));
}

bool recovery_sheet_print(const struct recovery_sheet *sheet, char *room, size_t size)
{
    char lines[LINES][48];
    char name[3 * KEY8_SIZE] = "";
    print_hex(sheet->key8, KEY8_SIZE, 2, name);
    for (unsigned line = 0; line < LINES; line++) {
        print_line(sheet->scalar, line, lines[line]);
    }
    const int count = snprintf(
        room, size,
        "PORTCULLIS RECOVERY SHEET\n"
        "%s, made %s\n"
        "\n"
        "Recovery key (P-256, hex; the last two digits check each line):\n"
        "\n"
        "%s%s%s%s"
        "\n"
        "Its public key is called %s.\n"
        "\n"
        "What it is for: if the admin key is lost or stolen, this key alone names a new one, on\n"
        "every door of this home. It opens no door.\n"
        "What to do: print this page, keep it where you keep deeds and passports, and delete the\n"
        "file. Whoever has it can take over who may open your doors.\n",
        sheet->organisation, sheet->made, lines[0], lines[1], lines[2], lines[3], name);
    wipe(lines, sizeof(lines));
    return count > 0 && (size_t)count < size;
}
