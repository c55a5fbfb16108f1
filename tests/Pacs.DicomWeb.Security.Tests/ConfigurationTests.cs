using Microsoft.Extensions.DependencyInjection;

namespace Pacs.DicomWeb.Security.Tests;

public sealed class ConfigurationTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"; // "test"

    [Test]
    public async Task ASection_SaysEverything()
    {
        await using WebArchive web = await Secure.StartAsync($"""
            Anonymous=Loopback
            AnonymousScopes:0=dicom.search
            ApiKeys:0:Name=ward
            ApiKeys:0:Sha256={Hash}
            ApiKeys:0:Scopes:0=dicom.retrieve
            ApiKeys:0:Expires=2099-01-01T00:00:00Z
            ApiKeys:0:Patients:0=P1
            Authorization:RetrieveScope=dicom.retrieve
            Origins:0=https://viewer.example
            RateLimit:RequestsPerSecond=100
            """);

        Assert.That((await web.StatusAsync("GET", "studies"), await web.StatusAsync("GET", "studies/1.2.3"), await web.StatusAsync("GET", $"studies/{Pacs.Testing.SyntheticImage.Study(1)}", ("X-Api-Key", "test"))), Is.EqualTo((200, 403, 200)));
    }

    [TestCase("ApiKeys:0:Name=a\nApiKeys:0:Scopes:0=dicom.search\nApiKeys:0:Sha256=test", "64 hexadecimal")]
    [TestCase("ApiKeys:0:Name=a\nApiKeys:0:Sha256=HASH", "no Scopes")]
    [TestCase("ApiKeys:0:Scopes:0=x\nApiKeys:0:Sha256=HASH", "no Name")]
    [TestCase("ApiKeys:0:Name=a\nApiKeys:0:Scopes:0=x\nApiKeys:0:Sha256=HASH\nApiKeys:0:Patients:0=", "empty value")]
    [TestCase("ApiKeys:0:Name=a\nApiKeys:0:Scopes:0=x\nApiKeys:0:Sha256=HASH\nApiKeys:1:Name=b\nApiKeys:1:Scopes:0=x\nApiKeys:1:Sha256=HASH", "twice")]
    [TestCase("Certificates:Clients:0:Name=a\nCertificates:Clients:0:Scopes:0=x", "Thumbprint, or by its Subject")]
    [TestCase("Certificates:Clients:0:Name=a\nCertificates:Clients:0:Scopes:0=x\nCertificates:Clients:0:Subject=CN=a", "Thumbprint, or by its Subject")]
    [TestCase("Oidc:Authority=http://idp.example\nOidc:Audience=pacs", "no https URL")]
    [TestCase("Oidc:Authority=https://idp.example", "no Audience")]
    [TestCase("Origins:0=viewer.example", "no origin")]
    [TestCase("Origins:0=https://viewer.example/page", "no origin")]
    [TestCase("Origins:0=*\nAnonymous=Loopback", "every web page")]
    [TestCase("RateLimit:Burst=0", "above 0")]
    public void WhatMakesNoSense_StopsTheStart(string section, string reason)
    {
        FormatException failure = Assert.Throws<FormatException>(() => new ServiceCollection().AddDicomWebSecurity(Secure.Section(section.Replace("HASH", Hash))))!;

        Assert.That(failure.Message, Does.Contain(reason).And.Not.Contain(Hash));
    }

    [TestCase("ApiKeys:0:Patient=P1")]
    [TestCase("Anonymus=Loopback")]
    public void ANameThatIsNotKnown_StopsTheStart(string section) =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddDicomWebSecurity(Secure.Section(section)));
}
