#include "protocol/command.h"

#include "base/reader.h"
#include "base/writer.h"
#include "protocol/signed_message.h"

static const char magic[] = "PCC1";

static void write_m(struct writer *w, const struct command *command)
{
    magic_write(w, magic);
    writer_bytes(w, BYTES_OF(command->door8));
    writer_bytes(w, BYTES_OF(command->key8));
    writer_bytes(w, BYTES_OF(command->epoch_value));
    writer_u64(w, command->nonce);
    writer_u8(w, command->action);
    writer_u8(w, command->argument);
    writer_u16(w, command->sequence);
}

void command_encode_raw(const struct command *command, uint8_t covered[COMMAND_RAW_COVERED])
{
    struct writer w = writer_into(covered, COMMAND_RAW_COVERED);
    writer_u8(&w, KEY_RAW);
    write_m(&w, command);
}

void command_encode_m(const struct command *command, uint8_t m[COMMAND_M_SIZE])
{
    struct writer w = writer_into(m, COMMAND_M_SIZE);
    write_m(&w, command);
}

static bool m_decode(struct bytes m, struct command *out)
{
    struct reader r = reader_over(m);
    if (!magic_read(&r, magic)) {
        return false;
    }
    reader_copy(&r, out->door8, sizeof(out->door8));
    reader_copy(&r, out->key8, sizeof(out->key8));
    reader_copy(&r, out->epoch_value, sizeof(out->epoch_value));
    out->nonce = reader_u64(&r);
    out->action = reader_u8(&r);
    out->argument = reader_u8(&r);
    out->sequence = reader_u16(&r);
    return reader_finished(&r);
}

static void take_assertion(struct reader *r, struct command_message *read)
{
    const uint8_t authenticator_data_length = reader_u8(r);
    read->authenticator_data = reader_take(r, authenticator_data_length);
    const uint16_t client_data_json_length = reader_u16(r);
    read->client_data_json = reader_take(r, client_data_json_length);
    const uint8_t signature_length = reader_u8(r);
    read->signature = reader_take(r, signature_length);
}

bool command_decode(struct bytes message, struct command_message *out)
{
    if (message.count > COMMAND_MOST) {
        return false;
    }
    struct reader r = reader_over(message);
    struct command_message read = {.kind = reader_u8(&r)};
    read.m = reader_take(&r, COMMAND_M_SIZE);
    if (!m_decode(read.m, &read.command)) {
        return false;
    }
    if (read.kind == KEY_RAW) {
        read.covered = (struct bytes){message.at, COMMAND_RAW_COVERED};
        read.signature = reader_take(&r, SIGNATURE_SIZE);
    } else if (read.kind == KEY_PASSKEY) {
        take_assertion(&r, &read);
    } else {
        return false;
    }
    if (!reader_finished(&r)) {
        return false;
    }
    *out = read;
    return true;
}
