// Which Roster may come into force after which: S6 and S7.
#include "door/guard/roster_judge.h"
#include "test/support/check.h"
#include "test/support/kept_roster.h"
#include "test/support/people.h"
#include "test/support/ram_flash.h"

#include <string.h>

static struct roster_in_force in_force;
static struct roster_law law;
static struct roster_entry entries[ROSTER_ENTRIES_MOST];
static struct roster_head head;
static uint8_t room[ROSTER_MOST];
static uint64_t certificate_end;
static struct ram_flash flash;
static struct store store;

static void come_into_force(void)
{
    uint8_t own[ROSTER_MOST];
    const struct bytes roster = person_signs_roster(KEY_OF_ADMIN, &head, entries, own);
    CHECK(roster_is_kept(&store, roster));
    CHECK(roster_in_force_take(&in_force, roster));
}

// Version 5, two admins and alice, in force; and a candidate of version 6 that is the same.
static void ready(void)
{
    certificate_end = 0;
    person_key8(KEY_OF_IDENTITY, law.identity8);
    person_key8(KEY_OF_IDENTITY, law.door8);
    person_key8(KEY_OF_RECOVERY, law.recovery8);
    law.recovery_point = test_keys[KEY_OF_RECOVERY].point;
    entries[0] = person_entry(KEY_OF_ADMIN, ROLE_ADMIN, "admin");
    entries[1] = person_entry(KEY_OF_CAROL, ROLE_ADMIN, "carol");
    entries[2] = person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice");
    head = people_roster_head(5, 2, 3);
    ram_flash_init(&flash);
    CHECK_SAME(store_mount(&store, &flash.flash, law.door8), STORE_READY);
    in_force = (struct roster_in_force){.store = &store};
    come_into_force();
    head.version = 6;
}

static enum roster_verdict judge(enum test_key_owner signer)
{
    struct roster_message read;
    uint8_t point[POINT_SIZE] = {0};
    const struct bytes message = person_signs_roster(signer, &head, entries, room);
    if (!CHECK(roster_decode(message, &read))) {
        return ROSTER_REFUSED_MALFORMED;
    }
    const enum roster_verdict verdict =
        roster_judge(&read, &in_force, &law, certificate_end, point);
    if (verdict == ROSTER_FITS) {
        CHECK_BYTES(BYTES_OF(point), BYTES_OF(test_keys[signer].point));
    }
    return verdict;
}

static void s06_an_admin_or_recovery_signs(void)
{
    ready();
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_FITS);
    CHECK_SAME(judge(KEY_OF_CAROL), ROSTER_FITS);
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_FITS);
    CHECK_SAME(judge(KEY_OF_ALICE), ROSTER_REFUSED_SIGNER);
    CHECK_SAME(judge(KEY_OF_IDENTITY), ROSTER_REFUSED_SIGNER);
    CHECK_SAME(judge(KEY_OF_STRANGER), ROSTER_REFUSED_SIGNER);
}

static void s06_the_version_is_1_to_1000_above(void)
{
    ready();
    const struct {
        uint32_t version;
        enum roster_verdict verdict;
    } cases[] = {{0, ROSTER_REFUSED_VERSION},
                 {4, ROSTER_REFUSED_VERSION},
                 {6, ROSTER_FITS},
                 {1005, ROSTER_FITS},
                 {1006, ROSTER_REFUSED_VERSION},
                 {UINT32_MAX, ROSTER_REFUSED_VERSION}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        head.version = cases[i].version;
        CHECK_SAME(judge(KEY_OF_ADMIN), cases[i].verdict);
        CHECK_SAME(judge(KEY_OF_RECOVERY), cases[i].verdict);
    }
    head.version = 5;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_SAME);
    entries[2].role = ROLE_MEMBER;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_VERSION);
}

static void s07_an_admins_roster_has_the_same_admins_byte_for_byte(void)
{
    ready();
    entries[1].flags = 1;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_ADMINS);
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_FITS);
    ready();
    head.admins = 1;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_ADMINS);
    ready();
    head.admins = 3;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_ADMINS);
    ready();
    const struct roster_entry first = entries[0];
    entries[0] = entries[1];
    entries[1] = first;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_ADMINS);
}

static void s07_an_admin_further_down_is_none(void)
{
    ready();
    entries[3] = person_entry(KEY_OF_STRANGER, ROLE_ADMIN, "stranger");
    head.count = 4;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_FITS);
    come_into_force();
    head.version = 7;
    CHECK_SAME(judge(KEY_OF_STRANGER), ROSTER_REFUSED_SIGNER);
}

// Whoever stands among the admins signs only if he is one, with a raw key.
static void s06_a_passkey_or_another_role_among_the_admins_signs_nothing(void)
{
    ready();
    entries[0].kind = KEY_PASSKEY;
    entries[1].role = ROLE_OWNER;
    come_into_force();
    head.version = 7;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_SIGNER);
    CHECK_SAME(judge(KEY_OF_CAROL), ROSTER_REFUSED_SIGNER);
}

static void another_doors_roster_is_refused(void)
{
    ready();
    head.door8[0] ^= 1;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_DOOR);
}

static void two_entries_with_one_key_are_refused(void)
{
    ready();
    entries[3] = entries[2];
    entries[3].role = ROLE_MEMBER;
    head.count = 4;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
}

static void the_identity_and_the_recovery_key_are_nobodys(void)
{
    ready();
    entries[2] = person_entry(KEY_OF_IDENTITY, ROLE_OWNER, "alice");
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
    entries[2] = person_entry(KEY_OF_RECOVERY, ROLE_OWNER, "alice");
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
}

static void a_user_is_one_level_of_a_topic(void)
{
    const char *const wrong[] = {"", "Alice", "al ice", "a/b", "+", "#", "a_b", "caf\xc3\xa9"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        ready();
        entries[2] = person_entry(KEY_OF_ALICE, ROLE_OWNER, wrong[i]);
        CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
    }
    ready();
    entries[2] = person_entry(KEY_OF_ALICE, ROLE_OWNER, "0123456789-abcde");
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_FITS);
    entries[2] = person_entry(KEY_OF_ALICE, ROLE_OWNER, "alice");
    entries[2].user[7] = 'x';
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
}

static void an_origin_needs_no_escaping(void)
{
    const char wrong[] = {'"', '\\', ' ', '\n', 0x7f, (char)0x80};
    for (size_t i = 0; i < sizeof(wrong); i++) {
        ready();
        head.origin[8] = (uint8_t)wrong[i];
        CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
    }
    ready();
    head.origin[ORIGIN_SIZE - 1] = 'x'; // behind the padding
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_CONTENT);
    memset(head.origin, 'x', ORIGIN_SIZE);
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_FITS);
    memset(head.origin, 0, ORIGIN_SIZE); // none: no passkey is used
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_FITS);
}

static void one_made_after_the_end_of_the_brokers_certificate_is_refused(void)
{
    ready();
    certificate_end = head.made - 1;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_MADE);
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_REFUSED_MADE);
    certificate_end = head.made;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_FITS);
}

static void s06_of_a_damaged_one_only_itself_or_recoverys_higher_one_counts(void)
{
    ready();
    in_force.present = false;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_SIGNER);
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_FITS);
    head.version = 4;
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_REFUSED_VERSION);
    head.version = 5;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_TAKEN_BACK);
    entries[2].role = ROLE_MEMBER;
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_REFUSED_VERSION);
}

// Flash may rot after it was read at boot: what is not what it was has no power.
static void s06_an_entry_that_has_rotted_since_signs_nothing(void)
{
    ready();
    const size_t slots = 6 * (size_t)RAM_FLASH_SECTOR;
    for (size_t slot = 0; slot < 2; slot++) {
        // The last letter of the admin's name, which nobody but the checksum minds.
        flash.cells[slots + slot * RAM_FLASH_SECTOR + ROSTER_HEAD_SIZE + 90] ^= 1;
    }
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_SIGNER);
    CHECK_SAME(judge(KEY_OF_CAROL), ROSTER_REFUSED_ADMINS);
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_FITS);
}

static void s06_without_any_roster_recovery_signs_the_first(void)
{
    ready();
    memset(&in_force, 0, sizeof(in_force));
    head.version = 1;
    CHECK_SAME(judge(KEY_OF_ADMIN), ROSTER_REFUSED_SIGNER);
    CHECK_SAME(judge(KEY_OF_RECOVERY), ROSTER_FITS);
}

int main(void)
{
    RUN(s06_an_admin_or_recovery_signs);
    RUN(s06_the_version_is_1_to_1000_above);
    RUN(s07_an_admins_roster_has_the_same_admins_byte_for_byte);
    RUN(s07_an_admin_further_down_is_none);
    RUN(s06_a_passkey_or_another_role_among_the_admins_signs_nothing);
    RUN(another_doors_roster_is_refused);
    RUN(two_entries_with_one_key_are_refused);
    RUN(the_identity_and_the_recovery_key_are_nobodys);
    RUN(a_user_is_one_level_of_a_topic);
    RUN(an_origin_needs_no_escaping);
    RUN(one_made_after_the_end_of_the_brokers_certificate_is_refused);
    RUN(s06_of_a_damaged_one_only_itself_or_recoverys_higher_one_counts);
    RUN(s06_an_entry_that_has_rotted_since_signs_nothing);
    RUN(s06_without_any_roster_recovery_signs_the_first);
    return check_verdict();
}
