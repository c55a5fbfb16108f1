using System.Text;
using System.Xml.Linq;

namespace Pacs.Core.Tests.Audit;

[Category("PS3.15 §A.5")]
public sealed class AuditMessageWriterTests
{
    private static readonly AuditMessage Retrieved = new(
        new AuditEvent(AuditEventId.InstancesTransferred, AuditAction.Read, new DateTimeOffset(2026, 11, 26, 21, 5, 9, 250, TimeSpan.FromHours(2)), AuditOutcome.Success),
        [AuditParticipant.Node("PACS", isRequestor: false, "127.0.0.1", AuditRole.Source), new AuditParticipant("dr.grey", IsRequestor: true) { UserName = "Grey", NetworkAccessPoint = "reading-room-2" }],
        new AuditSource("archive", "St. Elsewhere"),
        [AuditObject.Study(new DicomUid("1.2.3")) with { AccessionNumbers = ["A1"], SopClasses = [new(new DicomUid("1.2.840.10008.5.1.4.1.1.2"), 40)] }, AuditObject.Patient("P1", "DOE^JANE")]);

    [Test]
    public void AnEvent_IsWrittenInUtcWithItsCodes()
    {
        XElement happened = Written(Retrieved).Element("EventIdentification")!;

        Assert.Multiple(() =>
        {
            Assert.That(Text(happened, "EventActionCode"), Is.EqualTo("R"));
            Assert.That(Text(happened, "EventDateTime"), Is.EqualTo("2026-11-26T19:05:09.250Z"));
            Assert.That(Text(happened, "EventOutcomeIndicator"), Is.EqualTo("0"));
            Assert.That(Code(happened.Element("EventID")!), Is.EqualTo(("110104", "DCM", "DICOM Instances Transferred")));
        });
    }

    [Test]
    public void ANode_CarriesItsAeTitleAsAlternativeId()
    {
        XElement node = Written(Retrieved).Elements("ActiveParticipant").First();

        Assert.Multiple(() =>
        {
            Assert.That(Text(node, "AlternativeUserID"), Is.EqualTo("AETITLES=PACS"));
            Assert.That(Text(node, "UserIsRequestor"), Is.EqualTo("false"));
            Assert.That(Code(node.Element("RoleIDCode")!).Item1, Is.EqualTo("110153"));
        });
    }

    [Test]
    public void APlaceOnTheNetwork_SaysWhetherItIsANameOrAnAddress() =>
        Assert.That(Written(Retrieved).Elements("ActiveParticipant").Select(each => Text(each, "NetworkAccessPointTypeCode")), Is.EqualTo(new[] { "2", "1" }));

    [Test]
    public void AStudy_NamesAccessionNumbersAndSopClasses()
    {
        XElement study = Written(Retrieved).Elements("ParticipantObjectIdentification").First();

        Assert.Multiple(() =>
        {
            Assert.That((Text(study, "ParticipantObjectTypeCode"), Text(study, "ParticipantObjectTypeCodeRole"), Text(study, "ParticipantObjectID")), Is.EqualTo(("2", "3", "1.2.3")));
            Assert.That(Text(study.Element("Accession")!, "Number"), Is.EqualTo("A1"));
            Assert.That((Text(study.Element("SOPClass")!, "UID"), Text(study.Element("SOPClass")!, "NumberOfInstances")), Is.EqualTo(("1.2.840.10008.5.1.4.1.1.2", "40")));
            Assert.That(study.Element("ParticipantObjectName"), Is.Not.Null, "One of name and query is always there.");
        });
    }

    [Test]
    public void AQuery_IsKeptInBase64()
    {
        AuditMessage asked = Retrieved with { Objects = [AuditObject.DicomQuery(new DicomUid("1.2.840.10008.5.1.4.1.2.2.1"), new byte[] { 1, 2, 3 }, new DicomUid("1.2.840.10008.1.2"))] };

        XElement query = Written(asked).Element("ParticipantObjectIdentification")!;

        Assert.Multiple(() =>
        {
            Assert.That(query.Element("ParticipantObjectQuery")!.Value, Is.EqualTo("AQID"));
            Assert.That(query.Element("ParticipantObjectName"), Is.Null);
            Assert.That(Convert.FromBase64String(Text(query.Element("ParticipantObjectDetail")!, "value")!), Is.EqualTo("1.2.840.10008.1.2"u8.ToArray()));
        });
    }

    [TestCase("DOE\0^J\u0001", "DOE\uFFFD^J\uFFFD")]
    [TestCase("two\r\nlines", "two  lines")]
    [TestCase("<&\">", "<&\">")]
    [TestCase("\uFFFE", "\uFFFD")]
    [TestCase("山田^太郎 𠮷", "山田^太郎 𠮷")]
    public void WhatAPeerSent_NeverBreaksTheDocument(string name, string written) => AssertWritten(name, written);

    [Test]
    public void HalfOfASurrogatePair_IsReplaced() => AssertWritten("lone " + (char)0xD800 + " half", "lone \uFFFD half");

    private static void AssertWritten(string name, string written)
    {
        AuditMessage message = Retrieved with { Objects = [AuditObject.Patient(name, name)] };

        XElement patient = Written(message).Element("ParticipantObjectIdentification")!;

        Assert.That((Text(patient, "ParticipantObjectID"), patient.Element("ParticipantObjectName")!.Value), Is.EqualTo((written, written)));
    }

    [Test]
    public void AMessage_IsOneLineOfUtf8WithoutByteOrderMark()
    {
        byte[] bytes = AuditMessageWriter.Write(Retrieved);

        Assert.Multiple(() =>
        {
            Assert.That(bytes, Does.Not.Contain((byte)'\n'));
            Assert.That(Encoding.UTF8.GetString(bytes), Does.StartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><AuditMessage>"));
        });
    }

    private static XElement Written(AuditMessage message) => XDocument.Parse(Encoding.UTF8.GetString(AuditMessageWriter.Write(message))).Root!;

    private static string? Text(XElement element, string attribute) => element.Attribute(attribute)?.Value;

    private static (string?, string?, string?) Code(XElement element) => (Text(element, "csd-code"), Text(element, "codeSystemName"), Text(element, "originalText"));
}
