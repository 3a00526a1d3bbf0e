#include "test/unit/home/qr_reader.h"

#include <stdint.h>
#include <string.h>

enum {
    SIDE_MOST = 41, // version 6
    QUIET = 4,
    CODEWORDS_MOST = 172
};

struct matrix {
    int side;
    bool dark[SIDE_MOST + 2 * QUIET][SIDE_MOST + 2 * QUIET];
};

struct bits {
    size_t at;
    size_t count; // bytes
    uint8_t bytes[CODEWORDS_MOST];
};

// Lines of blocks and spaces alone, drawn two rows each; gives how many columns the first has.
static int take_row(const char **at, bool upper[SIDE_MOST + 2 * QUIET],
                    bool lower[SIDE_MOST + 2 * QUIET])
{
    static const char *const blocks[] = {" ", "\u2584", "\u2580", "\u2588"};
    int column = 0;
    while (**at != '\n' && **at != '\0' && column < SIDE_MOST + 2 * QUIET) {
        int block = 0;
        while (block < 4 && strncmp(*at, blocks[block], strlen(blocks[block])) != 0) {
            block++;
        }
        if (block == 4) {
            return 0;
        }
        upper[column] = block >= 2;
        lower[column] = block % 2 == 1;
        *at += strlen(blocks[block]);
        column++;
    }
    return column;
}

// The first two lines are the quiet zone: blanks, as many as the code is wide.
static bool find_matrix(const char *text, struct matrix *out)
{
    const char *at = strstr(text, "\n                 ");
    if (at == NULL) {
        return false;
    }
    at++;
    int row = 0;
    int width = 0;
    for (; row + 1 < SIDE_MOST + 2 * QUIET && *at != '\0'; row += 2) {
        width = take_row(&at, out->dark[row], out->dark[row + 1]);
        at += *at == '\n' ? 1 : 0;
    }
    out->side = width - 2 * QUIET;
    return out->side >= 25 && (out->side - 17) % 4 == 0;
}

static bool module(const struct matrix *matrix, int row, int column)
{
    return matrix->dark[row + QUIET][column + QUIET];
}

static int format_of(const struct matrix *matrix)
{
    int format = 0;
    for (int column = 0; column < 5; column++) {
        format = format << 1 | (module(matrix, 8, column) ? 1 : 0);
    }
    return format ^ 0x15; // the first five bits of 101010000010010 (7.9.1)
}

static bool is_masked(int mask, int i, int j)
{
    switch (mask) {
    case 0:
        return (i + j) % 2 == 0;
    case 1:
        return i % 2 == 0;
    case 2:
        return j % 3 == 0;
    case 3:
        return (i + j) % 3 == 0;
    case 4:
        return (i / 2 + j / 3) % 2 == 0;
    case 5:
        return i * j % 2 + i * j % 3 == 0;
    case 6:
        return (i * j % 2 + i * j % 3) % 2 == 0;
    default:
        return ((i + j) % 2 + i * j % 3) % 2 == 0;
    }
}

// Finders with their separators and formats, timing, and the one alignment pattern.
static bool is_function(int side, int row, int column)
{
    const int alignment = side - 7;
    return (row <= 8 && (column <= 8 || column >= side - 8)) || (row >= side - 8 && column <= 8) ||
           row == 6 || column == 6 ||
           (row >= alignment - 2 && row <= alignment + 2 && column >= alignment - 2 &&
            column <= alignment + 2);
}

static void take_module(const struct matrix *matrix, int row, int column, struct bits *out)
{
    const int mask = format_of(matrix) & 7;
    if (is_function(matrix->side, row, column) || out->at / 8 == CODEWORDS_MOST) {
        return;
    }
    if (module(matrix, row, column) != is_masked(mask, row, column)) {
        out->bytes[out->at / 8] |= (uint8_t)(0x80 >> out->at % 8);
    }
    out->at++;
}

// Two columns at a time from the right, up and down in turn.
static void take_codewords(const struct matrix *matrix, struct bits *out)
{
    bool up = true;
    for (int right = matrix->side - 1; right > 0; right -= 2) {
        right -= right == 6 ? 1 : 0;
        for (int i = 0; i < matrix->side; i++) {
            const int row = up ? matrix->side - 1 - i : i;
            take_module(matrix, row, right, out);
            take_module(matrix, row, right - 1, out);
        }
        up = !up;
    }
}

// The bytes in the order they were written in: the blocks' turns undone.
static void undo_turns(int version, const struct bits *from, struct bits *out)
{
    static const size_t block_bytes[] = {0, 16, 28, 44, 32, 43, 27};
    static const size_t blocks[] = {0, 1, 1, 1, 2, 2, 4};
    for (size_t block = 0; block < blocks[version]; block++) {
        for (size_t i = 0; i < block_bytes[version]; i++) {
            out->bytes[out->count++] = from->bytes[i * blocks[version] + block];
        }
    }
}

static unsigned take(struct bits *bits, unsigned count)
{
    unsigned value = 0;
    for (unsigned i = 0; i < count && bits->at < 8 * bits->count; i++) {
        value = value << 1 | ((bits->bytes[bits->at / 8] >> (7 - bits->at % 8)) & 1);
        bits->at++;
    }
    return value;
}

enum mode {
    MODE_END = 0,
    MODE_NUMBERS = 1,
    MODE_LETTERS = 2,
    MODE_BYTES = 4
};

// Letters come in pairs of 11 bits, numbers in threes of 10.
static void take_group(struct bits *bits, unsigned letters, unsigned width, unsigned base,
                       char *room)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    unsigned value = take(bits, width);
    for (unsigned i = letters; i > 0; i--) {
        room[i - 1] = alphabet[value % base];
        value /= base;
    }
}

static unsigned take_some(struct bits *bits, unsigned mode, unsigned left, char *room)
{
    static const unsigned letters_width[] = {0, 6, 11};
    static const unsigned numbers_width[] = {0, 4, 7, 10};
    unsigned some = 1;
    if (mode == MODE_BYTES) {
        room[0] = (char)take(bits, 8);
    } else if (mode == MODE_LETTERS) {
        some = left < 2 ? left : 2;
        take_group(bits, some, letters_width[some], 45, room);
    } else {
        some = left < 3 ? left : 3;
        take_group(bits, some, numbers_width[some], 10, room);
    }
    return some;
}

static bool take_text(struct bits *bits, char *room, size_t size)
{
    static const unsigned count_width[] = {0, 10, 9, 0, 8};
    size_t at = 0;
    for (unsigned mode = take(bits, 4); mode != MODE_END; mode = take(bits, 4)) {
        if (mode > MODE_BYTES || mode == 3) {
            return false;
        }
        unsigned left = take(bits, count_width[mode]);
        if (at + left >= size) {
            return false;
        }
        while (left > 0) {
            const unsigned some = take_some(bits, mode, left, room + at);
            at += some;
            left -= some;
        }
    }
    room[at] = '\0';
    return true;
}

bool qr_read(const char *text, char *room, size_t size)
{
    static struct matrix matrix;
    struct bits drawn = {.count = CODEWORDS_MOST};
    struct bits bits = {.count = 0};
    matrix = (struct matrix){.side = 0};
    if (!find_matrix(text, &matrix) || format_of(&matrix) >> 3 != 0) { // 00 is level M
        return false;
    }
    take_codewords(&matrix, &drawn);
    undo_turns((matrix.side - 17) / 4, &drawn, &bits);
    return take_text(&bits, room, size);
}
