#include "base/writer.h"
#include "door/adapters/certificate_end.h"
#include "test/support/check.h"
#include "test/support/hex.h"

#include <string.h>

enum {
    WIRE_MOST = 128
};

// The beginning of a certificate, with lengths in all three forms, up to and with notAfter.
static struct bytes certificate_with(const char *not_after, uint8_t tag, uint8_t *wire)
{
    static const char before[] = "30 820200 30 8201f0 a0 03 020102 02 01 07 30 00 30 8102 0500"
                                 "30 1e 17 0d 3233303130313030303030305a";
    const struct bytes head = hex_read(before, wire, WIRE_MOST);
    struct writer w = writer_into(wire + head.count, WIRE_MOST - head.count);
    writer_u8(&w, tag);
    writer_u8(&w, (uint8_t)strlen(not_after));
    writer_bytes(&w, bytes_of_text(not_after));
    return (struct bytes){wire, head.count + w.count};
}

static uint64_t end_in(struct bytes certificate)
{
    struct certificate_end end = certificate_end_unseen();
    certificate_end_feed(&end, certificate);
    return certificate_end_of(&end);
}

static void the_end_is_found_in_either_form(void)
{
    static const struct {
        const char *text;
        uint8_t tag;
        uint64_t unix_seconds;
    } cases[] = {
        {"231114221320Z", 0x17, 1700000000},
        {"700101000000Z", 0x17, 0},
        {"700101000001Z", 0x17, 1},
        {"491231235959Z", 0x17, 2524607999},
        {"000229000000Z", 0x17, 951782400},
        {"20240229120000Z", 0x18, 1709208000},
        {"99991231235959Z", 0x18, 253402300799},
        {"21000301000000Z", 0x18, 4107542400},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint8_t wire[WIRE_MOST];
        check_context(cases[i].text);
        CHECK_SAME(end_in(certificate_with(cases[i].text, cases[i].tag, wire)),
                   cases[i].unix_seconds);
    }
}

static void a_time_that_is_none_is_not_known(void)
{
    static const struct {
        const char *text;
        uint8_t tag;
    } cases[] = {
        {"231314221320Z", 0x17}, {"230014221320Z", 0x17},   {"231100221320Z", 0x17},
        {"231132221320Z", 0x17}, {"231114241320Z", 0x17},   {"231114226020Z", 0x17},
        {"231114221360Z", 0x17}, {"23111422132xZ", 0x17},   {"231114221320+", 0x17},
        {"2311142213Z", 0x17},   {"20231114221320Z", 0x17}, {"231114221320Z", 0x18},
        {"501231235959Z", 0x17}, {"231114221320Z", 0x04},   {"19691231235959Z", 0x18},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint8_t wire[WIRE_MOST];
        check_context(cases[i].text);
        CHECK_SAME(end_in(certificate_with(cases[i].text, cases[i].tag, wire)), 0);
    }
}

static void any_split_gives_the_same(void)
{
    uint8_t wire[WIRE_MOST];
    const struct bytes certificate = certificate_with("231114221320Z", 0x17, wire);
    for (size_t cut = 0; cut <= certificate.count; cut++) {
        struct certificate_end end = certificate_end_unseen();
        certificate_end_feed(&end, (struct bytes){wire, cut});
        CHECK_SAME(certificate_end_of(&end), cut == certificate.count ? 1700000000 : 0);
        certificate_end_feed(&end, (struct bytes){wire + cut, certificate.count - cut});
        CHECK_SAME(certificate_end_of(&end), 1700000000);
    }
}

static void what_follows_is_not_looked_at(void)
{
    uint8_t wire[WIRE_MOST];
    const struct bytes certificate = certificate_with("231114221320Z", 0x17, wire);
    struct certificate_end end = certificate_end_unseen();
    certificate_end_feed(&end, certificate);
    certificate_end_feed(&end, certificate);
    CHECK_SAME(certificate_end_of(&end), 1700000000);
}

static void damaged_structure_gives_no_end_and_no_harm(void)
{
    uint8_t wire[WIRE_MOST];
    const struct bytes certificate = certificate_with("231114221320Z", 0x17, wire);
    for (size_t i = 0; i < certificate.count * 256; i++) {
        uint8_t changed[WIRE_MOST];
        memcpy(changed, wire, certificate.count);
        changed[i / 256] = (uint8_t)(i % 256);
        const uint64_t end = end_in((struct bytes){changed, certificate.count});
        CHECK(end <= 2524607999);
    }
}

int main(void)
{
    RUN(the_end_is_found_in_either_form);
    RUN(a_time_that_is_none_is_not_known);
    RUN(any_split_gives_the_same);
    RUN(what_follows_is_not_looked_at);
    RUN(damaged_structure_gives_no_end_and_no_harm);
    return check_verdict();
}
