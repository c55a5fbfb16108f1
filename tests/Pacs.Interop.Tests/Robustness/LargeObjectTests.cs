using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Robustness;

public sealed class LargeObjectTests
{
    private const long Bound = 32 << 20;

    // Longer than an int can count, and still a 32-bit value length.
    private const long PixelBytes = 2_200_000_000;

    [Test, Category("Large")]
    public async Task AnObjectOf2GB_AddsLessThan32MBToTheServer_AndComesBack()
    {
        using var workspace = new Workspace();
        if (new DriveInfo(workspace.Folder).AvailableFreeSpace < 6L << 30)
            Assert.Ignore("less than 6 GB of disk are free");
        await using var server = await ServerProcess.StartAsync(workspace.PathOf("data"));
        await WarmUpAsync(server.DicomPort);

        var large = new SyntheticObject("LARGE", SyntheticObject.Root + ".2.1", 1, PixelBytes);
        var before = server.ResidentBytes;
        server.ForgetPeak();
        using (var storing = await RawAssociation.ConnectAsync(server.DicomPort, [(Uids.CtImage, Uids.ExplicitLittleEndian)]))
        {
            Assert.That(await storing.StoreAsync(Uids.CtImage, large.SopInstance, Uids.ExplicitLittleEndian, large.Open()), Is.Zero);
            await storing.ReleaseAsync();
        }
        var stored = server.PeakBytes - before;

        before = server.ResidentBytes;
        server.ForgetPeak();
        Assert.That(await IsGivenBackAsync(server.DicomPort, large), Is.True, "the bytes that came back");
        var retrieved = server.PeakBytes - before;

        TestContext.Out.WriteLine($"storing added {stored >> 10} KB, retrieving {retrieved >> 10} KB");
        Assert.Multiple(() =>
        {
            Assert.That(stored, Is.LessThan(Bound), "storing");
            Assert.That(retrieved, Is.LessThan(Bound), "retrieving");
        });
        await server.StopAsync();
    }

    /// <summary>Runs the code once, so that what the runtime takes for itself is not counted.</summary>
    private static async Task WarmUpAsync(int port)
    {
        var some = new SyntheticObject("WARM", SyntheticObject.Root + ".2.2", 1, 20_000_000);
        using var association = await RawAssociation.ConnectAsync(port, [(Uids.CtImage, Uids.ExplicitLittleEndian)]);
        for (var number = 1; number <= 5; number++)
            Assert.That(await association.StoreAsync(Uids.CtImage, (some with { Number = number }).SopInstance, Uids.ExplicitLittleEndian, (some with { Number = number }).Open()), Is.Zero);
        await association.ReleaseAsync();
        Assert.That(await IsGivenBackAsync(port, some), Is.True);
    }

    private static async Task<bool> IsGivenBackAsync(int port, SyntheticObject sent)
    {
        using var association = await RawAssociation.ConnectAsync(port, [(Uids.StudyGet, Uids.ImplicitLittleEndian), (Uids.CtImage, Uids.ExplicitLittleEndian)], [Uids.CtImage]);
        using var expected = sent.Open();
        var buffer = new byte[1 << 20];
        var (same, received) = (true, 0L);
        var (final, _) = await association.GetAsync(Uids.StudyGet, Hierarchy.Image(sent.SopInstance, new Place(sent.Study, sent.Study + ".1")), (_, _) => fragment =>
        {
            expected.ReadExactly(buffer, 0, fragment.Length);
            same &= fragment.Span.SequenceEqual(buffer.AsSpan(0, fragment.Length));
            received += fragment.Length;
        });
        await association.ReleaseAsync();
        return same && final.Completed == 1 && received == expected.Length;
    }
}
