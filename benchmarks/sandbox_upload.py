"""What an upload of 1 GB does to the memory of the sandbox, and how long it takes.

    python -m benchmarks.sandbox_upload [--megabytes 1000]
"""
import argparse
import http.client
import json
import subprocess
import sys
import time

BLOCK = bytes(10 ** 6)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--megabytes', type=int, default=1000)
    megabytes = parser.parse_args().megabytes
    command = [sys.executable, '-m', 'klippa_ocr_api.sandbox', '--quiet']
    with subprocess.Popen(command, stdout=subprocess.PIPE, universal_newlines=True) as process:
        try:
            words = process.stdout.readline().split()
            host, key = words[3].split('/')[2], words[-1]
            upload(host, key, 1, pdf=True)
            before = peak(process.pid)
            for name, pdf in (('unknown content', False), ('a PDF', True)):
                seconds, reply = upload(host, key, megabytes, pdf)
                grown = (peak(process.pid) - before) / 1024
                print('%s, %d MB: %.1f s, %d MB/s, memory +%.1f MB; answered %s'
                      % (name, megabytes, seconds, megabytes / seconds, grown, reply))
        finally:
            process.terminate()


def upload(host, key, megabytes, pdf=False):
    """Send so much as a document, and give the seconds and what came back."""
    head = b'--x\r\nContent-Disposition: form-data; name="document"; filename="large.pdf"\r\n\r\n'
    # The content is a stream object within a PDF of one page, or nothing that is known.
    first, last = around(megabytes) if pdf else (b'', b'')
    tail = b'\r\n--x--\r\n'
    connection = http.client.HTTPConnection(host)
    started = time.monotonic()
    connection.putrequest('POST', '/api/v1/parseDocument')
    for name, value in (('X-Auth-Key', key), ('Content-Type', 'multipart/form-data; boundary=x'),
                        ('Content-Length', len(head + first + last + tail) + megabytes * len(BLOCK))):
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(head + first)
    for _ in range(megabytes):
        connection.send(BLOCK)
    connection.send(last + tail)
    response = connection.getresponse()
    reply = json.loads(response.read())
    connection.close()
    seconds = time.monotonic() - started
    return seconds, '%d %s' % (response.status, reply.get('code', reply['result']))


def around(megabytes):
    """What comes before and after the content of a stream object that fills a PDF."""
    objects = [b'<< /Type /Catalog /Pages 2 0 R >>', b'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               b'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R'
               b' /Resources << /Font << /F 5 0 R >> >> >>',
               b'<< /Length 43 >>\nstream\nBT /F 12 Tf 50 750 Td (Total EUR 1.00) Tj ET\nendstream',
               b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
               b'<< /Length %d >>\nstream\n' % (megabytes * len(BLOCK))]
    made, offsets = b'%PDF-1.4\n', []
    for number, source in enumerate(objects, 1):
        offsets.append(len(made))
        made += b'%d 0 obj\n%s%s' % (number, source, b'' if number == 6 else b'\nendobj\n')
    last = b'\nendstream\nendobj\n'
    table = b''.join(b'%010d 00000 n \n' % offset for offset in offsets)
    start = len(made) + megabytes * len(BLOCK) + len(last)
    return made, last + (b'xref\n0 7\n0000000000 65535 f \n%strailer\n<< /Size 7 /Root 1 0 R >>\n'
                         b'startxref\n%d\n%%%%EOF\n' % (table, start))


def peak(process_id):
    """The most memory that a process ever had, in KiB."""
    with open('/proc/%d/status' % process_id) as status:
        return int(next(line for line in status if line.startswith('VmHWM')).split()[1])


if __name__ == '__main__':
    main()
