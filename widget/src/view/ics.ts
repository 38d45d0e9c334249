/** A moment in ISO 8601 as iCalendar writes it in UTC. */
const utc = (moment: string): string => new Date(moment).toISOString().replace(/[-:]|\.\d+/g, "");

const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&");

/** A calendar entry for a booked call. It does not name the centre: others may see the calendar. */
export function invitation(reference: string, start: string, end: string, title: string, phone: string): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//iop-chat//EN",
    "BEGIN:VEVENT",
    `UID:${reference}@iop-chat`,
    `DTSTAMP:${utc(new Date().toISOString())}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escaped(`${title} (${reference})`)}`,
    `DESCRIPTION:${escaped(phone)}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}
