#include "door/operator/contact.h"
#include "test/support/check.h"

static const millis starts[] = {0, UINT32_MAX - 100, 0x7fffffe0, 123456789};

enum {
    STARTS = sizeof(starts) / sizeof(starts[0])
};

// Holds a level for so many ms, in steps of one; true when the contact closed meanwhile.
static bool hold(struct contact *contact, bool level, millis *now, millis lasting)
{
    bool closed = false;
    for (millis i = 0; i < lasting; i++) {
        (*now)++;
        closed = contact_see(contact, level, *now) || closed;
    }
    return closed;
}

static void it_closes_after_100_ms_steady_and_says_so_once(void)
{
    for (unsigned i = 0; i < STARTS; i++) {
        millis now = starts[i];
        struct contact contact = contact_at_boot(now);
        CHECK(!hold(&contact, true, &now, CONTACT_CLOSES));
        CHECK(!contact.closed);
        CHECK(hold(&contact, true, &now, 1));
        CHECK(contact.closed);
        CHECK(!hold(&contact, true, &now, 1000));
    }
}

static void it_opens_after_50_ms_steady(void)
{
    for (unsigned i = 0; i < STARTS; i++) {
        millis now = starts[i];
        struct contact contact = contact_at_boot(now);
        CHECK(hold(&contact, true, &now, 200));
        (void)hold(&contact, false, &now, CONTACT_OPENS); // it never closes by opening
        CHECK(contact.closed);
        (void)hold(&contact, false, &now, 1);
        CHECK(!contact.closed);
    }
}

static void a_bounce_begins_the_wait_anew(void)
{
    millis now = 0;
    struct contact contact = contact_at_boot(now);
    CHECK(!hold(&contact, true, &now, 99));
    CHECK(!hold(&contact, false, &now, 1));
    CHECK(!hold(&contact, true, &now, 100));
    CHECK(hold(&contact, true, &now, 1));
}

static void bounces_of_20_ms_are_one_edge(void)
{
    millis now = 0;
    struct contact contact = contact_at_boot(now);
    CHECK(!hold(&contact, false, &now, 1000));
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned edge = 0; edge < 19; edge++) {
            CHECK(!hold(&contact, edge % 2 == 0, &now, 1));
        }
        CHECK(hold(&contact, true, &now, 300));
        for (unsigned edge = 0; edge < 19; edge++) {
            (void)hold(&contact, edge % 2 == 1, &now, 1);
        }
        (void)hold(&contact, false, &now, 300);
    }
    CHECK_SAME(contact.edges_seen, 6);
    CHECK(!contact_flutters(&contact));
}

// So many edges, so many ms apart.
static bool flutters_after(unsigned edges, millis apart, millis start)
{
    millis now = start;
    struct contact contact = contact_at_boot(now);
    (void)hold(&contact, false, &now, 1000);
    for (unsigned i = 0; i < edges; i++) {
        (void)hold(&contact, i % 2 == 0, &now, apart);
    }
    return contact_flutters(&contact);
}

static void the_seventh_edge_within_10_s_is_flutter(void)
{
    for (unsigned i = 0; i < STARTS; i++) {
        CHECK(!flutters_after(6, 500, starts[i]));
        CHECK(flutters_after(7, 500, starts[i]));
        CHECK(flutters_after(7, 1666, starts[i]));  // six gaps: 9996 ms
        CHECK(!flutters_after(7, 1667, starts[i])); // 10002 ms
        CHECK(!flutters_after(500, 1667, starts[i]));
    }
}

static void a_hum_of_any_frequency_is_flutter(void)
{
    for (millis apart = 1; apart <= 50; apart++) {
        CHECK(flutters_after(400 / apart + 10, apart, 0));
    }
}

static void flutter_ends_after_60_s_without_an_edge(void)
{
    for (unsigned i = 0; i < STARTS; i++) {
        millis now = starts[i];
        struct contact contact = contact_at_boot(now);
        (void)hold(&contact, false, &now, 1000);
        for (unsigned edge = 0; edge < 8; edge++) {
            (void)hold(&contact, edge % 2 == 0, &now, 50);
        }
        (void)hold(&contact, false, &now, 59000);
        CHECK(contact_flutters(&contact));
        (void)hold(&contact, true, &now, 1); // the quiet begins anew
        (void)hold(&contact, false, &now, FLUTTER_QUIET - 1);
        CHECK(contact_flutters(&contact));
        (void)hold(&contact, false, &now, 1);
        CHECK(!contact_flutters(&contact));
    }
}

static void old_edges_do_not_look_young_when_the_clock_has_wrapped(void)
{
    millis now = 0;
    struct contact contact = contact_at_boot(now);
    for (unsigned edge = 0; edge < 6; edge++) {
        (void)hold(&contact, edge % 2 == 0, &now, 500);
    }
    for (uint64_t passed = 0; passed < (UINT64_C(1) << 32); passed += 1000000) {
        now += 1000000;
        (void)contact_see(&contact, false, now);
    }
    (void)hold(&contact, true, &now, 200);
    CHECK(!contact_flutters(&contact));
}

static void a_button_pressed_at_boot_counts_after_it_was_let_go(void)
{
    for (unsigned i = 0; i < STARTS; i++) {
        millis now = starts[i];
        struct contact button = contact_button_at_boot(now);
        CHECK(!hold(&button, true, &now, 10000));
        (void)hold(&button, false, &now, 60);
        CHECK(!button.closed);
        CHECK(hold(&button, true, &now, 101));
    }
}

static void a_button_not_pressed_at_boot_counts_at_once(void)
{
    millis now = 0;
    struct contact button = contact_button_at_boot(now);
    (void)hold(&button, false, &now, 60);
    CHECK(hold(&button, true, &now, 101));
}

int main(void)
{
    RUN(it_closes_after_100_ms_steady_and_says_so_once);
    RUN(it_opens_after_50_ms_steady);
    RUN(a_bounce_begins_the_wait_anew);
    RUN(bounces_of_20_ms_are_one_edge);
    RUN(the_seventh_edge_within_10_s_is_flutter);
    RUN(a_hum_of_any_frequency_is_flutter);
    RUN(flutter_ends_after_60_s_without_an_edge);
    RUN(old_edges_do_not_look_young_when_the_clock_has_wrapped);
    RUN(a_button_pressed_at_boot_counts_after_it_was_let_go);
    RUN(a_button_not_pressed_at_boot_counts_at_once);
    return check_verdict();
}
