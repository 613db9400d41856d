/* The floor: what it costs to have libpcap read a capture file and do nothing with it.
   Usage: floor FILE. Prints as JSON the frames, their octets, and the loop's own seconds. */

#include <pcap/pcap.h>
#include <stdio.h>
#include <time.h>

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int count, char **arguments)
{
    char reason[PCAP_ERRBUF_SIZE];
    struct pcap_pkthdr *header;
    const u_char *frame;
    unsigned long long frames = 0, octets = 0;
    if (count != 2) {
        fprintf(stderr, "usage: floor FILE\n");
        return 2;
    }
    double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
    pcap_t *capture = pcap_open_offline(arguments[1], reason);
    if (capture == NULL) {
        fprintf(stderr, "floor: %s\n", reason);
        return 1;
    }
    while (pcap_next_ex(capture, &header, &frame) == 1) {
        frames++;
        octets += header->caplen;
    }
    pcap_close(capture);
    wall = seconds(CLOCK_MONOTONIC) - wall;
    processor = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    printf("{\"frames\": %llu, \"octets\": %llu, \"wall_s\": %.9f, \"cpu_s\": %.9f, \"libpcap\": \"%s\"}\n",
           frames, octets, wall, processor, pcap_lib_version());
    return 0;
}
