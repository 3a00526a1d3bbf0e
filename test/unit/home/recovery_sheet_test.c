// The recovery sheet: what is printed reads back, and no typing error goes unnoticed.
#include "home/authority/key.h"
#include "home/authority/recovery_sheet.h"
#include "test/support/check.h"
#include "test/unit/home/qr_reader.h"

#include <stdio.h>
#include <string.h>

static const struct recovery_sheet sheet = {
    .organisation = "Portcullis 01020304",
    .made = "2026-03-01",
    .scalar = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa,
               0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab,
               0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10},
    .key8 = {1, 2, 3, 4, 5, 6, 7, 8},
};

static char text[RECOVERY_SHEET_MOST];
static struct failure failure;

static const char bare[] = "00112233445566770b8899aabbccddeeff970123456789abcdef4ffedcba98765432";

static bool reads(const char *typed)
{
    uint8_t scalar[PRIVATE_KEY_SIZE];
    return recovery_sheet_read(bytes_of_text(typed), scalar, &failure) &&
           memcmp(scalar, sheet.scalar, PRIVATE_KEY_SIZE) == 0;
}

// True where the typed text is refused, or still says the same key.
static bool is_noticed(const char *typed)
{
    uint8_t scalar[PRIVATE_KEY_SIZE];
    return !recovery_sheet_read(bytes_of_text(typed), scalar, &failure) ||
           memcmp(scalar, sheet.scalar, PRIVATE_KEY_SIZE) == 0;
}

// The key's four lines of the sheet, as they stand there.
static void copy_lines(char *room, size_t size)
{
    const char *from = strstr(text, "\n  1  ");
    const char *to = strstr(text, "\nIts public key");
    if (check_that(from != NULL && to != NULL, "the sheet has its lines", __FILE__, __LINE__)) {
        (void)snprintf(room, size, "%.*s", (int)(to - from), from);
    }
}

static void the_sheet_says_these_lines(void)
{
    char lines[512] = "";
    copy_lines(lines, sizeof(lines));
    CHECK(strncmp(lines, "\n  1  0011 2233 4455 6677  ", 27) == 0);
    CHECK(strstr(text, "\n  4  fedc ba98 7654 3210  ") != NULL);
    CHECK(strstr(text, "called 0102 0304 0506 0708.") != NULL);
}

static void what_is_printed_reads_back(void)
{
    char lines[512] = "";
    copy_lines(lines, sizeof(lines));
    CHECK(reads(text));
    CHECK(reads(lines));
}

// The digits of the sheet's lines alone, or in capitals without blanks.
static void digits_of(char digits[80], bool capitals)
{
    char lines[512] = "";
    size_t count = 0;
    copy_lines(lines, sizeof(lines));
    for (const char *line = lines + 1; line != NULL && count < 72; line = strchr(line, '\n') + 1) {
        for (const char *at = line + 3; *at != '\n' && *at != '\0'; at++) {
            const bool letter = *at >= 'a' && *at <= 'f';
            if (*at != ' ') {
                digits[count++] = (char)(letter && capitals ? *at - 'a' + 'A' : *at);
            }
        }
    }
    digits[count] = '\0';
}

static void the_digits_alone_read_back_with_and_without_blanks(void)
{
    char digits[80];
    char spaced[160];
    size_t at = 0;
    digits_of(digits, false);
    CHECK_SAME(strlen(digits), 72);
    CHECK(strncmp(digits, bare, 16) == 0);
    CHECK(reads(digits));
    for (size_t i = 0; i < 72; i++) {
        spaced[at++] = digits[i];
        if (i % 18 == 17) {
            spaced[at++] = '\n';
        } else if (i % 4 == 3) {
            spaced[at++] = '-';
        }
    }
    spaced[at] = '\0';
    CHECK(reads(spaced));
    digits_of(digits, true);
    CHECK(reads(digits));
}

static void every_single_wrong_character_of_a_line_is_noticed(void)
{
    char lines[512] = "";
    size_t refused = 0;
    copy_lines(lines, sizeof(lines));
    for (size_t i = 0; i < strlen(lines); i++) {
        const char right = lines[i];
        for (int wrong = 0x20; wrong <= 0x7e; wrong++) {
            lines[i] = (char)wrong;
            CHECK(is_noticed(lines));
            refused += reads(lines) ? 0 : 1;
        }
        lines[i] = '\n';
        CHECK(is_noticed(lines));
        lines[i] = right;
    }
    // All but blanks for blanks, and capitals.
    CHECK(refused > (size_t)76 * 93);
}

static void every_single_wrong_digit_is_refused(void)
{
    static const char all[] = "0123456789abcdef";
    char digits[80];
    digits_of(digits, false);
    for (size_t i = 0; i < 72; i++) {
        const char right = digits[i];
        for (size_t wrong = 0; wrong < 16; wrong++) {
            digits[i] = all[wrong];
            CHECK_SAME(reads(digits), all[wrong] == right);
        }
        digits[i] = right;
    }
}

static void digits_that_changed_places_are_refused(void)
{
    char digits[80];
    digits_of(digits, false);
    for (size_t i = 0; i + 1 < 72; i++) {
        const char first = digits[i];
        digits[i] = digits[i + 1];
        digits[i + 1] = first;
        CHECK_SAME(reads(digits), digits[i] == digits[i + 1]);
        digits[i + 1] = digits[i];
        digits[i] = first;
    }
}

static void a_missing_and_a_doubled_character_are_refused(void)
{
    char digits[80];
    digits_of(digits, false);
    for (size_t i = 0; i < 72; i++) {
        char typed[80];
        (void)snprintf(typed, sizeof(typed), "%.*s%s", (int)i, digits, digits + i + 1);
        CHECK(!reads(typed));
        (void)snprintf(typed, sizeof(typed), "%.*s%s", (int)i + 1, digits, digits + i);
        CHECK(!reads(typed));
    }
}

// Where a line of the key begins in the copy; the copy's begin where it does not.
static char *line_in(char *lines, unsigned number)
{
    char start[8];
    (void)snprintf(start, sizeof(start), "\n  %u  ", number);
    char *found = strstr(lines, start);
    CHECK(found != NULL);
    return found == NULL ? lines : found;
}

static void lines_that_changed_places_or_come_twice_are_refused(void)
{
    char lines[512] = "";
    copy_lines(lines, sizeof(lines));
    char *second = line_in(lines, 2);
    second[3] = '1';
    CHECK(!reads(lines));
    CHECK(strstr(failure.text, "line 1 of the recovery key is there twice") != NULL);
    lines[3] = '2';
    CHECK(!reads(lines));
    CHECK(strstr(failure.text, "line 1 of the recovery key does not check") != NULL);
}

static void a_refusal_says_where_the_error_is(void)
{
    char lines[512] = "";
    copy_lines(lines, sizeof(lines));
    char *third = line_in(lines, 3);
    third[6] = 'o';
    CHECK(!reads(lines));
    CHECK(strstr(failure.text, "line 3 of the recovery key has something") != NULL);
    third[6] = '7';
    CHECK(!reads(lines));
    CHECK(strstr(failure.text, "line 3 of the recovery key does not check") != NULL);
    third[1] = '\0';
    CHECK(!reads(lines));
    CHECK(strstr(failure.text, "line 3 of the recovery key has 0 digits where 18") != NULL);
    CHECK(!reads(""));
    CHECK(!reads("alice"));
}

static void a_refused_text_writes_no_key(void)
{
    uint8_t scalar[PRIVATE_KEY_SIZE];
    uint8_t before[PRIVATE_KEY_SIZE];
    memset(scalar, 0x5a, sizeof(scalar));
    memcpy(before, scalar, sizeof(before));
    CHECK(!recovery_sheet_read(bytes_of_text(bare), scalar, &failure));
    CHECK_BYTES(BYTES_OF(scalar), BYTES_OF(before));
}

static void the_qr_code_says_the_key(void)
{
    char scanned[256] = "";
    CHECK(qr_read(text, scanned, sizeof(scanned)));
    CHECK(strncmp(scanned, "PORTCULLIS RECOVERY 1 0011223344556677", 38) == 0);
    CHECK(reads(scanned));
}

static void the_page_has_the_lines_and_a_picture(void)
{
    static char page[RECOVERY_SHEET_PAGE_MOST];
    CHECK(recovery_sheet_print_page(&sheet, page, sizeof(page), &failure));
    CHECK(strstr(page, "<svg") != NULL && strstr(page, "</html>") != NULL);
    CHECK(reads(page));
}

static void a_page_that_is_too_small_is_refused(void)
{
    static char page[RECOVERY_SHEET_PAGE_MOST];
    CHECK(!recovery_sheet_print(&sheet, page, strlen(text), &failure));
    CHECK(!recovery_sheet_print_page(&sheet, page, 4000, &failure));
}

static void a_scalar_gives_its_key_and_none_where_it_is_none(void)
{
    static const uint8_t zero[PRIVATE_KEY_SIZE];
    uint8_t most[PRIVATE_KEY_SIZE];
    uint8_t scalar[PRIVATE_KEY_SIZE];
    uint8_t point[POINT_SIZE];
    uint8_t same[POINT_SIZE];
    EVP_PKEY *made = NULL;
    memset(most, 0xff, sizeof(most));
    CHECK(key_generate(&made, &failure));
    CHECK(key_scalar(made, scalar) && key_point(made, point));
    EVP_PKEY *again = key_from_scalar(scalar);
    CHECK(again != NULL && key_point(again, same));
    CHECK_BYTES(BYTES_OF(same), BYTES_OF(point));
    CHECK(key_from_scalar(zero) == NULL);
    CHECK(key_from_scalar(most) == NULL);
    EVP_PKEY_free(made);
    EVP_PKEY_free(again);
}

int main(void)
{
    if (check_that(recovery_sheet_print(&sheet, text, sizeof(text), &failure), failure.text,
                   __FILE__, __LINE__)) {
        RUN(the_sheet_says_these_lines);
        RUN(what_is_printed_reads_back);
        RUN(the_digits_alone_read_back_with_and_without_blanks);
        RUN(every_single_wrong_character_of_a_line_is_noticed);
        RUN(every_single_wrong_digit_is_refused);
        RUN(digits_that_changed_places_are_refused);
        RUN(a_missing_and_a_doubled_character_are_refused);
        RUN(lines_that_changed_places_or_come_twice_are_refused);
        RUN(a_refusal_says_where_the_error_is);
        RUN(a_refused_text_writes_no_key);
        RUN(the_qr_code_says_the_key);
        RUN(the_page_has_the_lines_and_a_picture);
        RUN(a_page_that_is_too_small_is_refused);
        RUN(a_scalar_gives_its_key_and_none_where_it_is_none);
    }
    return check_verdict();
}
