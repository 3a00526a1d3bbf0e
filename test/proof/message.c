// The messages of the protocol, as they come off the wire: any bytes of any size. What a decoder lends
// is whole.
#include "protocol/ack.h"
#include "protocol/command.h"
#include "protocol/enrol.h"
#include "protocol/epoch.h"
#include "protocol/event.h"
#include "protocol/time_message.h"
#include "test/proof/any_reader.h"
#include "test/proof/seams.h"
#include "test/proof/subjects.h"

static void any_message_of_one_size(void)
{
    struct ack ack;
    struct enrol enrol;
    struct epoch epoch;
    struct event event;
    struct time_message time;
    if (ack_decode(any_body(), &ack)) {
        whole(ack.command8, sizeof(ack.command8));
    }
    if (enrol_decode(any_body(), &enrol)) {
        whole(enrol.stop_point, sizeof(enrol.stop_point));
    }
    if (epoch_decode(any_body(), &epoch)) {
        whole(epoch.value, sizeof(epoch.value));
    }
    if (event_decode(any_body(), &event)) {
        whole(event.key8, sizeof(event.key8));
    }
    if (time_message_decode(any_body(), &time)) {
        whole(time.door8, sizeof(time.door8));
    }
}

// Its lengths stand in it.
static void any_command(void)
{
    struct command_message command;
    if (!command_decode(any_body(), &command)) {
        return;
    }
    whole(command.m.at, command.m.count);
    whole(command.signature.at, command.signature.count);
    whole(command.covered.at, command.covered.count);
    whole(command.authenticator_data.at, command.authenticator_data.count);
    whole(command.client_data_json.at, command.client_data_json.count);
}

void prove_message(void)
{
    any_message_of_one_size();
    any_command();
}
