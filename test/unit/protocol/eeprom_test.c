// What stands where in a board's EEPROM.
#include "protocol/eeprom.h"
#include "test/support/check.h"

#include <string.h>

static uint8_t eeprom[EEPROM_SIZE];
static uint8_t image[IMAGE_MOST];

// As long as it says, and no more of an image than that.
static struct bytes image_of(size_t count)
{
    static const uint8_t mark[] = {'P', 'C', 'I', '1'};
    memset(image, 0xa5, sizeof(image));
    memcpy(image, mark, sizeof(mark));
    image[4] = (uint8_t)((count - EEPROM_IMAGE_HEAD) >> 8);
    image[5] = (uint8_t)(count - EEPROM_IMAGE_HEAD);
    return (struct bytes){image, count};
}

static void a_blank_one_is_erased_and_has_no_image(void)
{
    eeprom_blank(eeprom);
    for (size_t i = 0; i < EEPROM_SIZE; i++) {
        CHECK(eeprom[i] == 0xff);
    }
    CHECK_SAME(eeprom_image(eeprom).count, 0);
    CHECK(!eeprom_is_used(eeprom));
}

static void an_image_stands_in_front_and_is_found_again(void)
{
    static const size_t sizes[] = {EEPROM_IMAGE_HEAD, 600, 4096, IMAGE_MOST};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        eeprom_blank(eeprom);
        CHECK(eeprom_put_image(eeprom, image_of(sizes[i])));
        CHECK_BYTES(eeprom_image(eeprom), image_of(sizes[i]));
        CHECK(eeprom[sizes[i]] == 0xff);
        CHECK(!eeprom_is_used(eeprom));
    }
}

static void a_shorter_image_leaves_nothing_of_a_longer_one(void)
{
    eeprom_blank(eeprom);
    CHECK(eeprom_put_image(eeprom, image_of(4096)));
    CHECK(eeprom_put_image(eeprom, image_of(600)));
    for (size_t i = 600; i < EEPROM_SEEDS; i++) {
        CHECK(eeprom[i] == 0xff);
    }
}

static void one_that_is_too_long_is_refused_and_nothing_changes(void)
{
    static const uint8_t boasting[] = {'P', 'C', 'I', '1', 0xff, 0xff};
    static uint8_t more[IMAGE_MOST + 1];
    eeprom_blank(eeprom);
    CHECK(!eeprom_put_image(eeprom, BYTES_OF(more)));
    CHECK_SAME(eeprom_image(eeprom).count, 0);
    eeprom[0] = 'P';
    CHECK_SAME(eeprom_image(eeprom).count, 0);
    // It says of itself that it is longer than any.
    memcpy(eeprom, boasting, sizeof(boasting));
    CHECK_SAME(eeprom_image(eeprom).count, 0);
}

static void whatever_a_door_writes_is_seen_and_stays(void)
{
    static const size_t places[] = {EEPROM_SEEDS, EEPROM_FLASH, EEPROM_SIZE - 1};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        eeprom_blank(eeprom);
        eeprom[places[i]] = 0;
        CHECK(eeprom_is_used(eeprom));
        CHECK(eeprom_put_image(eeprom, image_of(IMAGE_MOST)));
        CHECK(eeprom_is_used(eeprom) && eeprom[places[i]] == 0);
    }
}

int main(void)
{
    RUN(a_blank_one_is_erased_and_has_no_image);
    RUN(an_image_stands_in_front_and_is_found_again);
    RUN(a_shorter_image_leaves_nothing_of_a_longer_one);
    RUN(one_that_is_too_long_is_refused_and_nothing_changes);
    RUN(whatever_a_door_writes_is_seen_and_stays);
    return check_verdict();
}
