using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Pacs.Archive;

namespace Pacs.DicomWeb.Tests;

/// <summary>Whose failure it is.</summary>
public sealed class FailureTests
{
    private static readonly TestCaseData[] Failures =
    [
        new(new IOException("Broken."), 500),
        new(new UnauthorizedAccessException(), 500),
        new(new IOException("Full.", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28), 507),
        new(new BlobStoreException(BlobFault.NoSpace, "Full."), 507),
        new(new BlobStoreException(BlobFault.Device, "Broken."), 500),
        new(new Microsoft.AspNetCore.Connections.ConnectionResetException("Gone."), 400),
        new(new BadHttpRequestException("Wrong."), 400),
        new(new InvalidOperationException(), 500),
    ];

    [TestCaseSource(nameof(Failures))]
    public void AFailureOfTheServersDisk_IsNotTheClients(Exception failure, int status) =>
        Assert.That(GuardedHandler.Explain(failure).Status, Is.EqualTo(status));

    [Test]
    public void AFailureOfTheRequestsBody_IsTheClients()
    {
        var pipe = new Pipe();
        pipe.Writer.Complete(new IOException("The stream was reset."));
        var body = new RequestBody(pipe.Reader);

        DicomWebException failure = Assert.ThrowsAsync<DicomWebException>(async () => await body.ReadAsync())!;

        Assert.That((failure.Status, GuardedHandler.Explain(failure).Reason), Is.EqualTo((400, "The request ended early.")));
    }
}
