// The sealed file: every truncation, every changed byte and every wrong passphrase is refused, each
// with its own words.
#include "base/crc32.h"
#include "base/writer.h"
#include "home/backup/seal.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct failure failure;
static const struct passphrase passphrase = {.text = "correct horse", .rounds = 1};
static const struct passphrase other = {.text = "correct horsf", .rounds = 1};
static const char content[] = "what a home holds";

static struct archive sealed_content(void)
{
    const struct seal seal = {&passphrase, SEAL_COST_LEAST, (time_t)1772368496};
    struct archive sealed = {NULL, 0};
    CHECK(check_that(seal_close(&seal, bytes_of_text(content), &sealed, &failure), failure.text,
                     __FILE__, __LINE__));
    return sealed;
}

static struct bytes bytes_in(const struct archive *archive)
{
    return (struct bytes){archive->at, archive->count};
}

static bool opens(struct bytes sealed, const struct passphrase *with)
{
    struct archive open;
    failure.text[0] = '\0';
    if (!seal_open(sealed, "home.backup", with, &open, &failure)) {
        return false;
    }
    archive_free(&open);
    return true;
}

static void what_was_sealed_opens_with_its_passphrase(void)
{
    struct archive sealed = sealed_content();
    struct archive open = {NULL, 0};
    time_t made = 0;
    CHECK(seal_look(bytes_in(&sealed), "home.backup", &made, &failure));
    CHECK_SAME(made, 1772368496);
    CHECK(seal_open(bytes_in(&sealed), "home.backup", &passphrase, &open, &failure));
    CHECK_BYTES(bytes_in(&open), bytes_of_text(content));
    archive_free(&open);
    archive_free(&sealed);
}

static void nothing_of_it_can_be_read(void)
{
    struct archive sealed = sealed_content();
    for (size_t i = 0; i + 8 <= sealed.count; i++) {
        CHECK(memcmp(sealed.at + i, content, 8) != 0);
    }
    archive_free(&sealed);
}

static void no_two_are_sealed_alike(void)
{
    struct archive first = sealed_content();
    struct archive second = sealed_content();
    CHECK_SAME(first.count, second.count);
    CHECK(memcmp(first.at + 16, second.at + 16, 16) != 0); // salts
    CHECK(memcmp(first.at + SEAL_HEAD, second.at + SEAL_HEAD, sizeof(content) - 1) != 0);
    archive_free(&first);
    archive_free(&second);
}

static void a_wrong_passphrase_is_called_one(void)
{
    struct archive sealed = sealed_content();
    CHECK(!opens(bytes_in(&sealed), &other));
    CHECK(strstr(failure.text, "wrong passphrase for home.backup") != NULL);
    archive_free(&sealed);
}

static void every_truncation_is_called_one(void)
{
    struct archive sealed = sealed_content();
    for (size_t count = 0; count < sealed.count; count++) {
        char context[32];
        uint8_t *cut = malloc(count + 1);
        memcpy(cut, sealed.at, count);
        (void)snprintf(context, sizeof(context), "%zu bytes", count);
        check_context(context);
        CHECK(!opens((struct bytes){cut, count}, &passphrase));
        CHECK(strstr(failure.text, count < 4 ? "is no backup" : "is cut off") != NULL);
        free(cut);
    }
    check_context(NULL);
    archive_free(&sealed);
}

static void every_changed_bit_is_called_damage(void)
{
    struct archive sealed = sealed_content();
    for (size_t bit = 0; bit < 8 * sealed.count; bit++) {
        char context[32];
        (void)snprintf(context, sizeof(context), "bit %zu", bit);
        check_context(context);
        sealed.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK(!opens(bytes_in(&sealed), &passphrase));
        CHECK(strstr(failure.text, "wrong passphrase") == NULL);
        sealed.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    check_context(NULL);
    CHECK(opens(bytes_in(&sealed), &passphrase));
    archive_free(&sealed);
}

static void mend_checksum(struct archive *sealed)
{
    struct writer writer = writer_into(sealed->at + sealed->count - 4, 4);
    writer_u32(&writer, crc32_of((struct bytes){sealed->at, sealed->count - 4}));
}

// Made8, salt, nonce, content and tag: whatever is changed with its checksum mended, the tag sees.
static void malice_is_seen_where_the_checksum_was_mended(void)
{
    struct archive sealed = sealed_content();
    for (size_t at = 8; at < sealed.count - 4; at++) {
        char context[32];
        if (at >= SEAL_HEAD - 4 && at < SEAL_HEAD) {
            continue; // the length: seen before
        }
        (void)snprintf(context, sizeof(context), "byte %zu", at);
        check_context(context);
        sealed.at[at] ^= 0x40;
        mend_checksum(&sealed);
        CHECK(!opens(bytes_in(&sealed), &passphrase));
        CHECK(strstr(failure.text, "or somebody has changed it on purpose") != NULL);
        sealed.at[at] ^= 0x40;
    }
    check_context(NULL);
    archive_free(&sealed);
}

static void a_head_that_asks_for_too_much_is_refused(void)
{
    static const struct {
        size_t at;
        uint8_t value;
    } greedy[] = {{4, SEAL_COST_MOST + 1},
                  {4, 63},
                  {4, SEAL_COST_LEAST - 1},
                  {4, 0},
                  {5, 255},
                  {6, 255},
                  {7, 1},
                  {44, 0x7f}};
    for (size_t i = 0; i < sizeof(greedy) / sizeof(greedy[0]); i++) {
        struct archive sealed = sealed_content();
        sealed.at[greedy[i].at] = greedy[i].value;
        mend_checksum(&sealed);
        CHECK(!opens(bytes_in(&sealed), &passphrase));
        CHECK(strstr(failure.text, "damaged at its beginning") != NULL);
        archive_free(&sealed);
    }
}

static void bytes_to_spare_are_refused(void)
{
    struct archive sealed = sealed_content();
    uint8_t *longer = malloc(sealed.count + 1);
    memcpy(longer, sealed.at, sealed.count);
    longer[sealed.count] = 0;
    CHECK(!opens((struct bytes){longer, sealed.count + 1}, &passphrase));
    CHECK(strstr(failure.text, "is damaged") != NULL);
    free(longer);
    archive_free(&sealed);
}

static void another_file_is_called_no_backup(void)
{
    CHECK(!opens(bytes_of_text("{\"format\":2}"), &passphrase));
    CHECK(strstr(failure.text, "home.backup is no backup of portcullis") != NULL);
}

int main(void)
{
    RUN(what_was_sealed_opens_with_its_passphrase);
    RUN(nothing_of_it_can_be_read);
    RUN(no_two_are_sealed_alike);
    RUN(a_wrong_passphrase_is_called_one);
    RUN(every_truncation_is_called_one);
    RUN(every_changed_bit_is_called_damage);
    RUN(malice_is_seen_where_the_checksum_was_mended);
    RUN(a_head_that_asks_for_too_much_is_refused);
    RUN(bytes_to_spare_are_refused);
    RUN(another_file_is_called_no_backup);
    return check_verdict();
}
