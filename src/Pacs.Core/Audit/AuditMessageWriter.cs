using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;

namespace Pacs.Core;

/// <summary>Writes audit messages in the XML of the DICOM Audit Message Schema (PS3.15 §A.5.1).</summary>
public static class AuditMessageWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CheckCharacters = false, // replaced below: what a peer sent must not stop its own audit entry
    };

    /// <summary>The message as UTF-8 without byte order mark and without line breaks, as RFC 5424 and a file of lines want it.</summary>
    /// <param name="message">The event. Characters that XML cannot hold become U+FFFD, line breaks become spaces.</param>
    public static byte[] Write(AuditMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var output = new MemoryStream(1024);
        using (var xml = XmlWriter.Create(output, Settings))
        {
            xml.WriteStartElement("AuditMessage");
            WriteEvent(xml, message.Event);
            foreach (AuditParticipant participant in message.Participants) WriteParticipant(xml, participant);
            WriteSource(xml, message.Source);
            foreach (AuditObject each in message.Objects) WriteObject(xml, each);
            xml.WriteEndElement();
        }

        return output.ToArray();
    }

    private static void WriteEvent(XmlWriter xml, AuditEvent happened)
    {
        xml.WriteStartElement("EventIdentification");
        Attribute(xml, "EventActionCode", happened.Action switch
        {
            AuditAction.Create => "C",
            AuditAction.Read => "R",
            AuditAction.Update => "U",
            AuditAction.Delete => "D",
            _ => "E",
        });
        Attribute(xml, "EventDateTime", happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Attribute(xml, "EventOutcomeIndicator", ((int)happened.Outcome).ToString(CultureInfo.InvariantCulture));
        WriteCode(xml, "EventID", happened.Id);
        if (happened.Type is { } type) WriteCode(xml, "EventTypeCode", type);
        if (happened.OutcomeDescription is { } words) Element(xml, "EventOutcomeDescription", words);
        xml.WriteEndElement();
    }

    private static void WriteParticipant(XmlWriter xml, AuditParticipant participant)
    {
        xml.WriteStartElement("ActiveParticipant");
        Attribute(xml, "UserID", participant.UserId);
        Attribute(xml, "AlternativeUserID", participant.AlternativeUserId);
        Attribute(xml, "UserName", participant.UserName);
        Attribute(xml, "UserIsRequestor", participant.IsRequestor ? "true" : "false");
        if (participant.NetworkAccessPoint is { Length: > 0 } place)
        {
            Attribute(xml, "NetworkAccessPointID", place);
            // 1: a machine's name, 2: an IP address (PS3.15 §A.5.1).
            Attribute(xml, "NetworkAccessPointTypeCode", IPAddress.TryParse(place, out _) ? "2" : "1");
        }

        if (participant.Role is { } role) WriteCode(xml, "RoleIDCode", role);
        xml.WriteEndElement();
    }

    private static void WriteSource(XmlWriter xml, AuditSource source)
    {
        xml.WriteStartElement("AuditSourceIdentification");
        Attribute(xml, "AuditEnterpriseSiteID", source.EnterpriseSiteId);
        Attribute(xml, "AuditSourceID", source.Id);
        xml.WriteStartElement("AuditSourceTypeCode");
        Attribute(xml, "csd-code", ((int)source.Type).ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteObject(XmlWriter xml, AuditObject about)
    {
        xml.WriteStartElement("ParticipantObjectIdentification");
        Attribute(xml, "ParticipantObjectID", about.Id);
        Attribute(xml, "ParticipantObjectTypeCode", about.Type.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "ParticipantObjectTypeCodeRole", about.Role?.ToString(CultureInfo.InvariantCulture));
        WriteCode(xml, "ParticipantObjectIDTypeCode", about.IdType);
        // One of the two, and one of them always: an unknown name is an empty one (§A.5.2).
        if (about.Query is { } query) Element(xml, "ParticipantObjectQuery", Convert.ToBase64String(query.Span));
        else Element(xml, "ParticipantObjectName", about.Name ?? string.Empty);
        foreach ((string type, ReadOnlyMemory<byte> value) in about.Details)
        {
            xml.WriteStartElement("ParticipantObjectDetail");
            Attribute(xml, "type", type);
            Attribute(xml, "value", Convert.ToBase64String(value.Span));
            xml.WriteEndElement();
        }

        foreach (string number in about.AccessionNumbers)
        {
            xml.WriteStartElement("Accession");
            Attribute(xml, "Number", number);
            xml.WriteEndElement();
        }

        foreach ((DicomUid sopClass, int instances) in about.SopClasses)
        {
            xml.WriteStartElement("SOPClass");
            Attribute(xml, "UID", sopClass.ToString());
            Attribute(xml, "NumberOfInstances", instances.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCode(XmlWriter xml, string name, CodedConcept code)
    {
        xml.WriteStartElement(name);
        Attribute(xml, "csd-code", code.Value);
        Attribute(xml, "codeSystemName", code.Scheme);
        Attribute(xml, "originalText", code.Meaning);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string? value)
    {
        if (value is not null) xml.WriteAttributeString(name, Clean(value));
    }

    private static void Element(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Clean(value));

    // Names and identifiers come from peers: control characters and lone surrogates have no place in XML 1.0.
    private static string Clean(string value)
    {
        int bad = FirstBad(value);
        if (bad < 0) return value;
        var text = new StringBuilder(value.Length).Append(value, 0, bad);
        ReadOnlySpan<char> rest = value.AsSpan(bad);
        while (!rest.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf16(rest, out Rune rune, out int used);
            text.Append(rune.Value is '\r' or '\n' or '\t' ? " " : status != OperationStatus.Done || !IsCharacter(rune.Value) ? "\uFFFD" : rune.ToString());
            rest = rest[used..];
        }

        return text.ToString();
    }

    private static int FirstBad(string value)
    {
        for (int i = 0; i < value.Length; i++)
            if (value[i] < ' ' || value[i] >= 0xD800) return i;
        return -1;
    }

    private static bool IsCharacter(int code) => code >= ' ' && code is not (0xFFFE or 0xFFFF);
}
