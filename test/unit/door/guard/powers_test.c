// Who may do what: every role, every action, every argument that matters.
#include "door/guard/powers.h"
#include "test/support/check.h"

#include <stdio.h>

enum {
    ALL = POLICY_UNATTENDED_CLOSE | POLICY_AUTOMATION
};

static bool may(struct roster_entry entry, uint8_t policy, enum action action, uint8_t argument)
{
    return powers_may(&entry, policy, (uint8_t)action, argument);
}

// What each may do, as one letter each: o c s v i, L set the lock, U lift it.
static void check_powers(struct roster_entry entry, uint8_t policy, const char *expected)
{
    char actual[8];
    (void)snprintf(actual, sizeof(actual), "%c%c%c%c%c%c%c",
                   may(entry, policy, ACTION_OPEN, 0) ? 'o' : '-',
                   may(entry, policy, ACTION_CLOSE, 0) ? 'c' : '-',
                   may(entry, policy, ACTION_STOP, 0) ? 's' : '-',
                   may(entry, policy, ACTION_VENT, 10) ? 'v' : '-',
                   may(entry, policy, ACTION_IDENTIFY, 0) ? 'i' : '-',
                   may(entry, policy, ACTION_LOCK, 1) ? 'L' : '-',
                   may(entry, policy, ACTION_LOCK, 0) ? 'U' : '-');
    CHECK_BYTES(bytes_of_text(actual), bytes_of_text(expected));
}

static struct roster_entry entry_of(unsigned role)
{
    return (struct roster_entry){.kind = KEY_RAW, .role = (uint8_t)role};
}

static void s01_each_role_has_its_powers_and_no_other(void)
{
    check_powers(entry_of(ROLE_OWNER), 0, "ocsviLU");
    check_powers(entry_of(ROLE_MEMBER), 0, "ocsvi--");
    check_powers(entry_of(ROLE_STOP_ONLY), ALL, "--s----");
    check_powers(entry_of(ROLE_TIMEKEEPER), ALL, "-------");
    check_powers(entry_of(ROLE_ADMIN), ALL, "-------");
}

static void s01_a_role_nobody_knows_has_no_power(void)
{
    for (unsigned role = 0; role < 256; role++) {
        if (role < ROLE_OWNER || role > ROLE_STOP_ONLY) {
            const struct roster_entry entry = entry_of(role);
            check_powers(entry, 0xff, "-------");
            CHECK(!powers_commands(&entry));
        }
    }
}

static void s01_a_guest_without_a_limit_has_no_power(void)
{
    struct roster_entry guest = entry_of(ROLE_GUEST);
    check_powers(guest, ALL, "-------");
    guest.uses = 1;
    check_powers(guest, 0, "ocsvi--");
    guest.uses = 0;
    guest.last = 1;
    check_powers(guest, 0, "ocsvi--");
}

static void s12_automation_has_power_by_policy_and_opens_by_its_flag(void)
{
    struct roster_entry robot = entry_of(ROLE_AUTOMATION);
    check_powers(robot, POLICY_UNATTENDED_CLOSE, "-------");
    check_powers(robot, POLICY_AUTOMATION, "-cs--L-");
    robot.flags = ENTRY_AUTOMATION_MAY_OPEN;
    check_powers(robot, POLICY_AUTOMATION, "ocsv-L-");
    robot.flags = 0xfe; // bits nobody knows grant nothing we know
    check_powers(robot, POLICY_AUTOMATION, "-cs--L-");
}

static void s01_reserved_actions_and_odd_arguments_are_nobodys(void)
{
    const struct roster_entry owner = entry_of(ROLE_OWNER);
    for (unsigned action = 0; action < 256; action++) {
        if (action < ACTION_OPEN || action > ACTION_LOCK) {
            CHECK(!powers_may(&owner, 0xff, (uint8_t)action, 0));
        }
    }
    CHECK(!powers_may(&owner, 0xff, ACTION_LOCK, 2));
}

static void vent_counts_as_open(void)
{
    CHECK(powers_is_opening(ACTION_OPEN));
    CHECK(powers_is_opening(ACTION_VENT));
    CHECK(!powers_is_opening(ACTION_CLOSE));
    CHECK(!powers_is_opening(ACTION_STOP));
}

int main(void)
{
    RUN(s01_each_role_has_its_powers_and_no_other);
    RUN(s01_a_role_nobody_knows_has_no_power);
    RUN(s01_a_guest_without_a_limit_has_no_power);
    RUN(s12_automation_has_power_by_policy_and_opens_by_its_flag);
    RUN(s01_reserved_actions_and_odd_arguments_are_nobodys);
    RUN(vent_counts_as_open);
    return check_verdict();
}
