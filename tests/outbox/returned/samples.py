"""Returned mails in the shapes of the servers that write them, about a mail of ours."""

from textwrap import dedent

OURS = """\
From: Signon <signon@example.org>
To: {to}
Subject: Veuillez confirmer
Date: Sat, 28 Nov 2026 08:00:00 +0000
Message-ID: <{id}@signon.test>
Auto-Submitted: auto-generated
"""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: signon@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4X.17/mail.example.org"

This is a MIME-encapsulated message.

--4X.17/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--4X.17/mail.example.org
Content-Description: Delivery report
Content-Type: message/{report}delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Sat, 28 Nov 2026 08:00:01 +0000 (UTC)

Final-Recipient: {kind}; {failed}
Original-Recipient: rfc822;{failed}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; {words}

--4X.17/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{ours}
--4X.17/mail.example.org--
"""

EXIM = """\
Return-path: <>
X-Failed-Recipients: {failed}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mail.example.org>
To: signon@example.org
References: <{id}@signon.test>
Content-Type: multipart/report; report-type=delivery-status; boundary=1764316801-eximdsn-17
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1764316801-eximdsn-17
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1764316801-eximdsn-17
Content-type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Action: failed
Final-Recipient: rfc822;{failed}
Status: 5.0.0
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; {words}

--1764316801-eximdsn-17
Content-type: message/rfc822

{ours}
Bonjour
--1764316801-eximdsn-17--
"""

EXIM_WITHOUT_REPORT = """\
Return-path: <>
X-Failed-Recipients: {failed}
From: Mail Delivery System <Mailer-Daemon@mail.example.org>
To: signon@example.org
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients.

  {failed}
    SMTP error from remote mail server after RCPT TO:<{failed}>:
    host mx.example.net [192.0.2.7]: {words}

------ This is a copy of the message, including all the headers. ------

{ours}
Bonjour
"""

EXCHANGE = """\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net>
To: signon@example.org
Subject: Undeliverable: Veuillez confirmer
In-Reply-To: <{id}@signon.test>
References: <{id}@signon.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_5f2b_"

--_5f2b_
Content-Type: multipart/alternative; boundary="_alt_"

--_alt_
Content-Type: text/plain; charset="us-ascii"

Your message to {failed} couldn't be delivered.

--_alt_
Content-Type: text/html; charset="us-ascii"

<p>Your message couldn't be delivered.</p>
--_alt_--

--_5f2b_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01MB0001.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;mail.example.org

Final-Recipient: rfc822;{failed}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;{words}
X-Display-Name: Amina

--_5f2b_
Content-Type: message/rfc822

{ours}
--_5f2b_--
"""

GMAIL = """\
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: signon@example.org
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <{id}@signon.test>
In-Reply-To: <{id}@signon.test>
X-Failed-Recipients: {failed}
MIME-Version: 1.0
Content-Type: multipart/report; boundary="000000000000a1"; report-type=delivery-status

--000000000000a1
Content-Type: multipart/related; boundary="000000000000b2"

--000000000000b2
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--000000000000b2--
--000000000000a1
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Sat, 28 Nov 2026 00:00:01 -0800 (PST)
X-Original-Message-ID: <{id}@signon.test>

Final-Recipient: rfc822; {failed}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; {words}
Last-Attempt-Date: Sat, 28 Nov 2026 00:00:02 -0800 (PST)

--000000000000a1--
"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.net
To: signon@example.org
Subject: failure notice

Hi. This is the qmail-send program at mail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{failed}>:
192.0.2.7 does not like recipient.
Remote host said: {words}
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <signon@example.org>
{ours}
Bonjour
"""

SENDMAIL = """\
Return-Path: <MAILER-DAEMON>
From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>
To: <signon@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="0AS801.1764316801/mail.example.org"
Subject: Returned mail: see transcript for details
Auto-Submitted: auto-generated (failure)

--0AS801.1764316801/mail.example.org

   ----- The following addresses had permanent fatal errors -----
<{failed}>
    (reason: {words})

--0AS801.1764316801/mail.example.org
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: RFC822; {failed}
Action: failed
Status: 5.1.1
Diagnostic-Code: SMTP; {words}

--0AS801.1764316801/mail.example.org
Content-Type: text/rfc822-headers

{ours}
--0AS801.1764316801/mail.example.org--
"""

NO_SUCH_USER = "550 5.1.1 User unknown"
SERVERS = {
    "Postfix": POSTFIX,
    "Exim": EXIM,
    "Exim, without a report": EXIM_WITHOUT_REPORT,
    "Exchange Online": EXCHANGE,
    "Gmail": GMAIL,
    "qmail": QMAIL,
    "Sendmail": SENDMAIL,
}

ABSENCE = """\
From: Amina <{to}>
To: signon@example.org
Subject: Out of office: Veuillez confirmer
In-Reply-To: <{id}@signon.test>
Auto-Submitted: auto-replied

I am away until 5 December. 550 5.1.1 is the number of my room.
"""

RECEIPT = """\
From: Amina <{to}>
To: signon@example.org
Subject: Read: Veuillez confirmer
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;{to}
Original-Message-ID: <{id}@signon.test>
Disposition: manual-action/MDN-sent-manually; displayed

--b--
"""


def returned(server: str, message_id: str, to: str, failed: str = "", **said: str) -> bytes:
    """Return what a server writes when our mail to an address fails at `failed`."""
    values = {
        "action": "failed",
        "status": "5.1.1",
        "words": NO_SUCH_USER,
        "report": "",
        "kind": "rfc822",
        **said,
    }
    ours = OURS.format(to=to, id=message_id).rstrip("\n")
    shape = SERVERS.get(server, server)
    return dedent(
        shape.format(ours=ours, to=to, id=message_id, failed=failed or to, **values)
    ).encode()
