using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.15 §A.5.3")]
public sealed class AccessAuditTests
{
    private const string Claims = "sub=7;name=dr.grey;scope=dicom.search dicom.retrieve dicom.store dicom.delete";

    private ListSink _sink = null!;
    private WebArchive _web = null!;

    private static string Study => $"studies/{SyntheticImage.Study(1)}";

    private static string Series => $"{Study}/series/{SyntheticImage.Series(1)}";

    private static string Instance => $"{Series}/instances/{SyntheticImage.Instance(1, 1)}";

    [SetUp]
    public Task StartAsync() => StartAsync(requireAudit: false);

    [TearDown]
    public async Task StopAsync() => await _web.DisposeAsync();

    [TestCase("", "110104")]
    [TestCase("/metadata", "110104")]
    [TestCase("/series/E/instances/I/frames/1", "110104")]
    [TestCase("/series/E/instances/I/bulkdata/7FE00010", "110104")]
    [TestCase("/rendered", "110103")]
    [TestCase("/series/E/thumbnail", "110103")]
    public async Task ARead_NamesWhoFromWhereWhatAndHowItEnded(string path, string code)
    {
        path = path.Replace("/E", $"/{SyntheticImage.Series(1)}").Replace("/I", $"/{SyntheticImage.Instance(1, 1)}");

        await SendAsync("GET", Study + path);

        AuditMessage message = (await _sink.WaitAsync(1)).Single();
        AuditParticipant user = message.Participants.Single(p => p.IsRequestor), server = message.Participants.Single(p => !p.IsRequestor);
        Assert.Multiple(() =>
        {
            Assert.That((message.Event.Id.Value, message.Event.Action, message.Event.Outcome), Is.EqualTo((code, AuditAction.Read, AuditOutcome.Success)));
            Assert.That((user.UserId, user.AlternativeUserId, user.NetworkAccessPoint, user.Role?.Value), Is.EqualTo(("dr.grey", "7", "127.0.0.1", "110152")), "who takes is the destination");
            Assert.That((server.UserId, server.Role?.Value), Is.EqualTo((_web.Address.ToString().TrimEnd('/'), "110153")));
            Assert.That(message.Objects.Select(o => o.Id), Is.EqualTo(new[] { SyntheticImage.Study(1).ToString(), "P1" }));
            Assert.That(message.Objects[1].Name, Is.EqualTo("Synthetic^1"));
            Assert.That(message.Objects[0].SopClasses.Single().Key, Is.EqualTo(DicomUid.SecondaryCaptureImageStorage));
        });
    }

    [Test]
    public async Task InstancesOfAStudy_AreCounted()
    {
        for (int i = 2; i <= 5; i++) await _web.AddAsync(SyntheticImage.Make(1, i));

        await SendAsync("GET", Study);

        Assert.That((await _sink.WaitAsync(1)).Single().Objects[0].SopClasses.Single().Value, Is.EqualTo(5));
    }

    [Test]
    public async Task AQuery_IsKeptAsItWasAsked()
    {
        await SendAsync("GET", "studies?PatientName=Synthetic*&limit=2");

        AuditMessage message = (await _sink.WaitAsync(1)).Single();
        Assert.That((message.Event.Id.Value, message.Event.Action, message.Event.Outcome), Is.EqualTo(("110112", AuditAction.Execute, AuditOutcome.Success)));
        Assert.That(Encoding.UTF8.GetString(message.Objects.Single().Query!.Value.Span), Is.EqualTo("/dicom-web/studies?PatientName=Synthetic*&limit=2"));
    }

    [Test]
    public async Task AStoreThatSucceedsInPart_IsTwoEntries()
    {
        var body = new ByteArrayContent(WebArchive.Multipart("b", ("Content-Type: application/dicom\r\n", await WebArchive.BytesAsync(SyntheticImage.Make(1, 2))), ("Content-Type: application/dicom\r\n", await WebArchive.BytesAsync(SyntheticImage.Make(2, 1)))));
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b");
        using HttpResponseMessage partly = await AuthorizationTests.SendAsync(_web, "POST", Study, Claims, body);

        Assert.That(partly.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        IReadOnlyList<AuditMessage> stored = await _sink.WaitAsync(2);
        Assert.That(stored.Select(m => (m.Event.Action, m.Event.Outcome, m.Objects[0].Id)), Is.EquivalentTo(new[]
        {
            (AuditAction.Create, AuditOutcome.Success, SyntheticImage.Study(1).ToString()), (AuditAction.Create, AuditOutcome.MinorFailure, SyntheticImage.Study(2).ToString()),
        }));
        Assert.That(stored[0].Participants.Single(p => p.IsRequestor).Role?.Value, Is.EqualTo("110153"), "who gives is the source");
    }

    [TestCase("", "110105")]
    [TestCase("/series/E", "110103")]
    public async Task ADeletion_IsOfAStudyOrOfInstances(string path, string code)
    {
        await SendAsync("DELETE", Study + path.Replace("E", SyntheticImage.Series(1).ToString()));

        AuditMessage message = (await _sink.WaitAsync(1)).Single();
        Assert.That((message.Event.Id.Value, message.Event.Action, message.Objects[1].Id), Is.EqualTo((code, AuditAction.Delete, "P1")));
    }

    [Test]
    public async Task WhatIsNotThere_IsAFailureThatNamesWhatWasAskedFor()
    {
        await SendAsync("GET", "studies/1.2.3");

        AuditMessage message = (await _sink.WaitAsync(1)).Single();
        Assert.That((message.Event.Outcome, message.Event.OutcomeDescription, message.Objects[0].Id, message.Objects[1].Id), Is.EqualTo((AuditOutcome.MinorFailure, "There is no such study, series or instance.", "1.2.3", "")));
    }

    [TestCase(null, "110114", "Credentials are needed.", "anonymous")]
    [TestCase("wrong", "110114", "The credentials were refused.", "anonymous")]
    [TestCase("name=dr.no;scope=dicom.search", "110113", "The scope dicom.retrieve is needed.", "dr.no")]
    public async Task ARefusal_IsAnAuthenticationFailureOrASecurityAlert(string? claims, string code, string reason, string user)
    {
        using HttpResponseMessage _ = await AuthorizationTests.SendAsync(_web, "GET", Study, claims);

        AuditMessage message = (await _sink.WaitAsync(1)).Single();
        Assert.That((message.Event.Id.Value, message.Event.Outcome, message.Event.OutcomeDescription, message.Participants[0].UserId), Is.EqualTo((code, AuditOutcome.MinorFailure, reason, user)));
    }

    [Test]
    [Category("PS3.15 §A.5.3.11")]
    public async Task ASecurityAlert_DescribesItself_AndHasNoRequestor()
    {
        using HttpResponseMessage _ = await AuthorizationTests.SendAsync(_web, "GET", Study, "name=dr.no;scope=dicom.search");

        AuditMessage message = (await _sink.WaitAsync(1)).Single();
        Assert.That(message.Participants.Select(participant => participant.IsRequestor), Has.None.True);
        Assert.That(message.Objects.Single().Details.Select(detail => (detail.Key, Encoding.UTF8.GetString(detail.Value.Span))), Is.EqualTo(new[] { ("Alert Description", "The scope dicom.retrieve is needed.") }));
    }

    [Test]
    public async Task ASinkThatFails_LosesNoAnswer()
    {
        _sink.Fails = true;

        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, "GET", Study, Claims), refused = await AuthorizationTests.SendAsync(_web, "GET", Study, null);

        Assert.That((response.StatusCode, refused.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Unauthorized)));
    }

    [TestCase("GET", "studies")]
    [TestCase("GET", "S")]
    [TestCase("GET", "S/metadata")]
    [TestCase("GET", "S/rendered")]
    [TestCase("GET", "I/frames/1")]
    [TestCase("POST", "studies")]
    [TestCase("DELETE", "S")]
    public async Task WhereTheTrailIsRequired_NothingHappensUnrecorded(string method, string path)
    {
        await RestartAsync(requireAudit: true);
        _sink.Fails = true;
        path = path.StartsWith('I') ? Instance + path[1..] : path.Replace("S", Study);
        ByteArrayContent? body = method == "POST" ? new ByteArrayContent(await WebArchive.BytesAsync(SyntheticImage.Make(1, 2))) { Headers = { ContentType = new("application/dicom") } } : null;

        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, method, path, Claims, body);

        string text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), text);
        Assert.That(text, Does.Contain("audit trail"));
        _sink.Fails = false;
        Assert.That(await _web.Archive.FindAsync(DicomQuery.Instances()).CountAsync(), Is.EqualTo(1), "nothing stored, nothing removed");
    }

    [Test]
    public async Task WhereTheTrailIsRequired_ATransferIsRecordedBeforeAndAfter()
    {
        await RestartAsync(requireAudit: true);

        await SendAsync("GET", Study);

        Assert.That((await _sink.WaitAsync(2)).Select(m => (m.Event.Id.Value, m.Objects[^1].Id)), Is.EqualTo(new[] { ("110102", "P1"), ("110104", "P1") }));
    }

    [Test]
    public async Task EveryEntry_HasWhatTheSchemaAsksFor()
    {
        await SendAsync("GET", "studies");
        await SendAsync("GET", Study);
        await SendAsync("DELETE", Study);
        using HttpResponseMessage _ = await AuthorizationTests.SendAsync(_web, "GET", Study, null);

        IReadOnlyList<AuditMessage> messages = await _sink.WaitAsync(4);
        foreach (var message in ListSink.Write(messages))
        {
            Assert.That(message.Elements().Select(e => e.Name.LocalName).Distinct(), Is.EqualTo(new[] { "EventIdentification", "ActiveParticipant", "AuditSourceIdentification", "ParticipantObjectIdentification" }).Or.EqualTo(new[] { "EventIdentification", "ActiveParticipant", "AuditSourceIdentification" }));
            Assert.That(message.Elements("ActiveParticipant").All(p => p.Attribute("UserID")?.Value.Length > 0 && p.Attribute("UserIsRequestor") is not null));
            Assert.That(message.Element("AuditSourceIdentification")!.Attribute("AuditSourceID")?.Value, Is.EqualTo("pacs-test"));
        }
    }

    private async Task SendAsync(string method, string path)
    {
        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, method, path, Claims);
        await response.Content.ReadAsByteArrayAsync();
    }

    private async Task StartAsync(bool requireAudit)
    {
        _sink = new ListSink();
        _web = await WebArchive.StartAsync(new DicomWebOptions { AllowDelete = true, RequireAudit = requireAudit }, services =>
        {
            ClaimsScheme.Add(services);
            services.AddDicomWebAuthorization();
            services.AddSingleton<IAuditSink>(_sink).AddSingleton(new AuditSource("pacs-test"));
        });
        await _web.AddAsync(SyntheticImage.Make(1, 1));
    }

    private async Task RestartAsync(bool requireAudit)
    {
        await _web.DisposeAsync();
        await StartAsync(requireAudit);
    }
}
