namespace Pacs.Interop.Tests.Raw;

internal sealed record Place(string Study, string Series);

/// <summary>What an archive holds, walked as the baseline behaviour of PS3.4 §C.4.1.2.1 wants it: study, series, image.</summary>
internal static class Hierarchy
{
    public static async Task<Dictionary<string, Place>> WalkAsync(int port)
    {
        using var association = await RawAssociation.ConnectAsync(port, [(Uids.StudyFind, Uids.ImplicitLittleEndian)]);
        var places = new Dictionary<string, Place>();
        // A study, and a series of it, that two patients share is listed for each of them; an instance never twice.
        foreach (var study in (await UidsAsync(0x0020000D, new RawDataset().Add(0x00080052, "STUDY").Add(0x0020000D, ""))).Distinct())
            foreach (var series in (await UidsAsync(0x0020000E, new RawDataset().Add(0x00080052, "SERIES").Add(0x0020000D, study).Add(0x0020000E, ""))).Distinct())
                foreach (var instance in await UidsAsync(0x00080018, new RawDataset().Add(0x00080018, "").Add(0x00080052, "IMAGE").Add(0x0020000D, study).Add(0x0020000E, series)))
                    Assert.That(places.TryAdd(instance, new Place(study, series)), Is.True, $"{instance} is listed twice");
        await association.ReleaseAsync();
        return places;

        async Task<List<string>> UidsAsync(uint tag, RawDataset identifier)
        {
            var (matches, final) = await association.FindAsync(Uids.StudyFind, identifier);
            Assert.That(final.Status, Is.Zero);
            return [.. matches.Select(match => match[tag])];
        }
    }

    /// <summary>The identifier that retrieves one instance.</summary>
    public static RawDataset Image(string instance, Place place) =>
        new RawDataset().Add(0x00080018, instance).Add(0x00080052, "IMAGE").Add(0x0020000D, place.Study).Add(0x0020000E, place.Series);

    public static RawDataset Study(string study) => new RawDataset().Add(0x00080052, "STUDY").Add(0x0020000D, study);
}
