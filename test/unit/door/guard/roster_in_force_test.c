// The roster the door obeys: what is taken up, found and read again, and what is not.
#include "door/guard/roster_in_force.h"

#include "base/crc32.h"
#include "test/support/check.h"
#include "test/support/kept_roster.h"
#include "test/support/people.h"
#include "test/support/ram_flash.h"

#include <string.h>

static struct ram_flash flash;
static struct store store;
static struct roster_in_force roster;
static uint8_t room[ROSTER_MOST];
static struct bytes message;

// Alice has the longest name there is, bob a short one.
static void take(void)
{
    struct roster_head head = people_roster_head(3, 1, 3);
    const struct roster_entry entries[] = {
        person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin"),
        person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice-1234567890"),
        person_entry(KEY_OF_BOB, ROLE_OWNER, "bob")};
    ram_flash_init(&flash);
    CHECK_SAME(store_mount(&store, &flash.flash, head.door8), STORE_READY);
    message = person_signs_roster(KEY_OF_ADMIN, &head, entries, room);
    roster = (struct roster_in_force){.store = &store};
    CHECK(roster_is_kept(&store, message));
    CHECK(roster_in_force_take(&roster, message));
}

static void what_is_no_roster_leaves_the_old_one_in_force(void)
{
    take();
    uint8_t hash[HASH_SIZE];
    struct roster_entry entry;
    memcpy(hash, roster.hash, HASH_SIZE);
    for (size_t count = 0; count < message.count; count++) {
        CHECK(!roster_in_force_take(&roster, (struct bytes){message.at, count}));
    }
    CHECK(roster.present);
    CHECK_SAME(roster.version, 3);
    CHECK_SAME(roster.head.count, 3);
    CHECK_BYTES(BYTES_OF(roster.hash), BYTES_OF(hash));
    CHECK(roster_in_force_entry(&roster, 2, &entry));
}

static void a_user_is_given_without_its_padding(void)
{
    struct roster_entry entry;
    take();
    CHECK(roster_in_force_entry(&roster, 1, &entry));
    CHECK_BYTES(roster_user(&entry), bytes_of_text("alice-1234567890"));
    CHECK(roster_in_force_entry(&roster, 2, &entry));
    CHECK_BYTES(roster_user(&entry), bytes_of_text("bob"));
}

static void a_key_is_found_where_it_stands_and_a_strangers_is_not(void)
{
    uint8_t key8[KEY8_SIZE];
    uint8_t index = 77;
    take();
    person_key8(KEY_OF_BOB, key8);
    CHECK(roster_in_force_find(&roster, key8, &index));
    CHECK_SAME(index, 2);
    person_key8(KEY_OF_STRANGER, key8);
    CHECK(!roster_in_force_find(&roster, key8, &index));
    CHECK_SAME(index, 2);
}

// Though its checksum is that of the bytes which stand there.
static void behind_the_last_entry_there_is_none(void)
{
    struct roster_entry entry;
    uint8_t bytes[ROSTER_ENTRY_SIZE];
    take();
    CHECK(store_roster_read(&store, ROSTER_HEAD_SIZE + 3 * (size_t)ROSTER_ENTRY_SIZE, bytes,
                            ROSTER_ENTRY_SIZE));
    roster.crc[3] = crc32_of(BYTES_OF(bytes));
    CHECK(!roster_in_force_entry(&roster, 3, &entry));
    CHECK(!roster_in_force_entry(&roster, UINT8_MAX, &entry));
}

static void without_its_bytes_a_roster_has_no_entries(void)
{
    struct roster_entry entry;
    uint8_t key8[KEY8_SIZE];
    uint8_t index = 0;
    take();
    roster_in_force_name(&roster, 4, roster.hash);
    person_key8(KEY_OF_BOB, key8);
    CHECK(!roster_in_force_find(&roster, key8, &index));
    CHECK(!roster_in_force_entry(&roster, 0, &entry));
    CHECK_SAME(roster.version, 4);
}

static void an_entry_that_can_not_be_read_is_none(void)
{
    struct roster_entry entry;
    take();
    flash.fails_read = flash.reads + 1;
    CHECK(!roster_in_force_entry(&roster, 1, &entry));
    CHECK(roster_in_force_entry(&roster, 1, &entry));
}

int main(void)
{
    RUN(what_is_no_roster_leaves_the_old_one_in_force);
    RUN(a_user_is_given_without_its_padding);
    RUN(a_key_is_found_where_it_stands_and_a_strangers_is_not);
    RUN(behind_the_last_entry_there_is_none);
    RUN(without_its_bytes_a_roster_has_no_entries);
    RUN(an_entry_that_can_not_be_read_is_none);
    return check_verdict();
}
