using System.Globalization;
using System.Net;

namespace Pacs.Core;

/// <summary>Writes audit messages in the XML of the DICOM Audit Message Schema (PS3.15 §A.5.1).</summary>
public static class AuditMessageWriter
{
    /// <summary>The message as UTF-8 without byte order mark and without line breaks, as RFC 5424 and a file of lines want it.</summary>
    /// <param name="message">The event. Characters that XML cannot hold become U+FFFD, line breaks become spaces.</param>
    public static byte[] Write(AuditMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var xml = new AuditXml();
        xml.Begin("AuditMessage"u8);
        WriteEvent(xml, message.Event);
        foreach (AuditParticipant participant in message.Participants) WriteParticipant(xml, participant);
        WriteSource(xml, message.Source);
        foreach (AuditObject each in message.Objects) WriteObject(xml, each);
        xml.End("AuditMessage"u8);
        return xml.ToArray();
    }

    private static void WriteEvent(AuditXml xml, AuditEvent happened)
    {
        xml.Begin("EventIdentification"u8);
        xml.Attribute("EventActionCode"u8, happened.Action switch
        {
            AuditAction.Create => "C",
            AuditAction.Read => "R",
            AuditAction.Update => "U",
            AuditAction.Delete => "D",
            _ => "E",
        });
        xml.Attribute("EventDateTime"u8, happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        xml.Attribute("EventOutcomeIndicator"u8, ((int)happened.Outcome).ToString(CultureInfo.InvariantCulture));
        WriteCode(xml, "EventID"u8, happened.Id);
        if (happened.Type is { } type) WriteCode(xml, "EventTypeCode"u8, type);
        if (happened.OutcomeDescription is { } words) xml.Element("EventOutcomeDescription"u8, words);
        xml.End("EventIdentification"u8);
    }

    private static void WriteParticipant(AuditXml xml, AuditParticipant participant)
    {
        xml.Begin("ActiveParticipant"u8);
        xml.Attribute("UserID"u8, participant.UserId);
        xml.Attribute("AlternativeUserID"u8, participant.AlternativeUserId);
        xml.Attribute("UserName"u8, participant.UserName);
        xml.Attribute("UserIsRequestor"u8, participant.IsRequestor ? "true" : "false");
        if (participant.NetworkAccessPoint is { Length: > 0 } place)
        {
            xml.Attribute("NetworkAccessPointID"u8, place);
            // 1: a machine's name, 2: an IP address (PS3.15 §A.5.1).
            xml.Attribute("NetworkAccessPointTypeCode"u8, IPAddress.TryParse(place, out _) ? "2" : "1");
        }

        if (participant.Role is { } role) WriteCode(xml, "RoleIDCode"u8, role);
        xml.End("ActiveParticipant"u8);
    }

    private static void WriteSource(AuditXml xml, AuditSource source)
    {
        xml.Begin("AuditSourceIdentification"u8);
        xml.Attribute("AuditEnterpriseSiteID"u8, source.EnterpriseSiteId);
        xml.Attribute("AuditSourceID"u8, source.Id);
        xml.Begin("AuditSourceTypeCode"u8);
        xml.Attribute("csd-code"u8, ((int)source.Type).ToString(CultureInfo.InvariantCulture));
        xml.End("AuditSourceTypeCode"u8);
        xml.End("AuditSourceIdentification"u8);
    }

    private static void WriteObject(AuditXml xml, AuditObject about)
    {
        xml.Begin("ParticipantObjectIdentification"u8);
        xml.Attribute("ParticipantObjectID"u8, about.Id);
        xml.Attribute("ParticipantObjectTypeCode"u8, about.Type.ToString(CultureInfo.InvariantCulture));
        xml.Attribute("ParticipantObjectTypeCodeRole"u8, about.Role?.ToString(CultureInfo.InvariantCulture));
        WriteCode(xml, "ParticipantObjectIDTypeCode"u8, about.IdType);
        // One of the two, and one of them always: an unknown name is an empty one (§A.5.2).
        if (about.Query is { } query) xml.Element("ParticipantObjectQuery"u8, Convert.ToBase64String(query.Span));
        else xml.Element("ParticipantObjectName"u8, about.Name ?? string.Empty);
        foreach ((string type, ReadOnlyMemory<byte> value) in about.Details)
        {
            xml.Begin("ParticipantObjectDetail"u8);
            xml.Attribute("type"u8, type);
            xml.Attribute("value"u8, Convert.ToBase64String(value.Span));
            xml.End("ParticipantObjectDetail"u8);
        }

        foreach (string number in about.AccessionNumbers)
        {
            xml.Begin("Accession"u8);
            xml.Attribute("Number"u8, number);
            xml.End("Accession"u8);
        }

        foreach ((DicomUid sopClass, int instances) in about.SopClasses)
        {
            xml.Begin("SOPClass"u8);
            xml.Attribute("UID"u8, sopClass.ToString());
            xml.Attribute("NumberOfInstances"u8, instances.ToString(CultureInfo.InvariantCulture));
            xml.End("SOPClass"u8);
        }

        xml.End("ParticipantObjectIdentification"u8);
    }

    private static void WriteCode(AuditXml xml, ReadOnlySpan<byte> name, CodedConcept code)
    {
        xml.Begin(name);
        xml.Attribute("csd-code"u8, code.Value);
        xml.Attribute("codeSystemName"u8, code.Scheme);
        xml.Attribute("originalText"u8, code.Meaning);
        xml.End(name);
    }
}
