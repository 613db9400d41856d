/* One end of an SCTP association on usrsctp, over raw IP. For test namespaces only; needs root.
   usage: peer receive ADDRESS COUNT           prints how many messages came, and their octets
          peer send ADDRESS PEER MAXSEG MIX    messages from standard input: u16 size, octets
   MIX 1 asks for I-DATA (RFC 8260). Message i goes to stream i modulo 4, every fifth unordered. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <usrsctp.h>

#define PORT 2905
#define STREAMS 4
#define PPID_M3UA 3
#ifndef SCTP_INTERLEAVING_SUPPORTED
#define SCTP_INTERLEAVING_SUPPORTED 0x00001206
#endif

static void give_up(const char *what)
{
    perror(what);
    exit(1);
}

static struct sockaddr_in place(const char *address)
{
    struct sockaddr_in there;
    memset(&there, 0, sizeof there);
    there.sin_family = AF_INET;
    there.sin_port = htons(PORT);
    if (inet_pton(AF_INET, address, &there.sin_addr) != 1)
        give_up(address);
    return there;
}

static void set(struct socket *end, int option, const void *value, socklen_t size)
{
    if (usrsctp_setsockopt(end, IPPROTO_SCTP, option, value, size) != 0)
        give_up("usrsctp_setsockopt");
}

static struct socket *open_at(const char *address, int mix)
{
    struct sockaddr_in here = place(address);
    struct socket *end = usrsctp_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP, NULL, NULL, 0, NULL);
    struct sctp_assoc_value interleaving = {SCTP_FUTURE_ASSOC, 1};
    struct sctp_initmsg streams = {STREAMS, STREAMS, 0, 0};
    int level = 2, buffer = 1 << 20;
    if (end == NULL)
        give_up("usrsctp_socket");
    if (usrsctp_setsockopt(end, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer) != 0
        || usrsctp_setsockopt(end, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer) != 0)
        give_up("buffer");
    set(end, SCTP_INITMSG, &streams, sizeof streams);
    if (mix) {
        set(end, SCTP_FRAGMENT_INTERLEAVE, &level, sizeof level);
        set(end, SCTP_INTERLEAVING_SUPPORTED, &interleaving, sizeof interleaving);
    }
    if (usrsctp_bind(end, (struct sockaddr *)&here, sizeof here) != 0)
        give_up("usrsctp_bind");
    return end;
}

static void receive(const char *address, long count)
{
    struct socket *door = open_at(address, 1), *end;
    static char octets[1 << 16];
    long messages = 0, total = 0;
    if (usrsctp_listen(door, 1) != 0)
        give_up("usrsctp_listen");
    puts("listening");
    fflush(stdout);
    end = usrsctp_accept(door, NULL, NULL);
    while (messages < count) {
        struct sctp_rcvinfo info;
        socklen_t size = sizeof info;
        unsigned int kind = 0;
        int flags = 0;
        ssize_t taken = usrsctp_recvv(end, octets, sizeof octets, NULL, NULL, &info, &size, &kind, &flags);
        if (taken <= 0)
            break;
        if (flags & MSG_NOTIFICATION)
            continue;
        total += taken;
        messages += (flags & MSG_EOR) != 0;
    }
    printf("%ld %ld\n", messages, total);
    fflush(stdout);
    usrsctp_close(end);
    usrsctp_close(door);
}

static void send_all(char **words)
{
    struct socket *end = open_at(words[0], atoi(words[3]));
    struct sockaddr_in peer = place(words[1]);
    struct sctp_assoc_value largest = {0, (uint32_t)atoi(words[2])};
    static unsigned char octets[1 << 16];
    unsigned char size[2];
    long index = 0;
    set(end, SCTP_MAXSEG, &largest, sizeof largest);
    if (usrsctp_connect(end, (struct sockaddr *)&peer, sizeof peer) != 0)
        give_up("usrsctp_connect");
    for (; fread(size, 1, 2, stdin) == 2; index++) {
        size_t octets_count = (size_t)size[0] << 8 | size[1];
        struct sctp_sndinfo info;
        memset(&info, 0, sizeof info);
        info.snd_sid = index % STREAMS;
        info.snd_flags = index % 5 == 4 ? SCTP_UNORDERED : 0;
        info.snd_ppid = htonl(PPID_M3UA);
        if (fread(octets, 1, octets_count, stdin) != octets_count)
            give_up("standard input");
        if (usrsctp_sendv(end, octets, octets_count, NULL, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0) < 0)
            give_up("usrsctp_sendv");
    }
    printf("%ld\n", index);
    fflush(stdout);
    usrsctp_close(end);
}

int main(int count, char **words)
{
    usrsctp_init(0, NULL, NULL);
    usrsctp_sysctl_set_sctp_blackhole(2);
    if (count == 4 && strcmp(words[1], "receive") == 0)
        receive(words[2], atol(words[3]));
    else if (count == 6 && strcmp(words[1], "send") == 0)
        send_all(words + 2);
    else
        return 2;
    for (int turn = 0; turn < 50 && usrsctp_finish() != 0; turn++)
        usleep(100000);
    return 0;
}
