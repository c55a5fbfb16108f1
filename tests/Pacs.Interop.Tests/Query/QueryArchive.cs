using System.Globalization;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Query;

internal sealed record QuerySeries(string Modality, int Images, string BodyPart);

internal sealed record QueryStudy(string PatientId, string Name, string Uid, string Date, string Time, string Accession, string Description, params QuerySeries[] Series);

/// <summary>A small archive whose every answer is known.</summary>
internal static class QueryArchive
{
    private const string Root = SyntheticObject.Root + ".7";

    public static readonly QueryStudy[] Studies =
    [
        new("P1", "Doe^Jane", Root + ".1", "20250105", "081500", "ACC1", "CT CHEST", new("CT", 3, "CHEST"), new("SR", 1, "CHEST")),
        new("P1", "Doe^Jane", Root + ".2", "20260214", "174500.5", "ACC2", "MR HEAD", new QuerySeries("MR", 2, "HEAD")),
        new("P2", "DOE^JOHN", Root + ".3", "20260214", "060000", "ACC3", "CT HEAD", new QuerySeries("CT", 1, "HEAD")),
        new("P3", "Dormer^Ann", Root + ".4", "20260301", "120000", "ACC4", "US ABDOMEN", new QuerySeries("US", 2, "ABDOMEN")),
        new("P4", "Smith^Bob", Root + ".5", "20240630", "235959", "ACC5", "PET/CT", new("CT", 2, "WHOLEBODY"), new("PT", 2, "WHOLEBODY")),
    ];

    public static string SeriesUid(QueryStudy study, int series) => string.Create(CultureInfo.InvariantCulture, $"{study.Uid}.{series + 1}");

    public static string ImageUid(QueryStudy study, int series, int image) => string.Create(CultureInfo.InvariantCulture, $"{SeriesUid(study, series)}.{image + 1}");

    public static async Task FillAsync(int port)
    {
        using var association = await RawAssociation.ConnectAsync(port, [(Uids.SecondaryCapture, Uids.ExplicitLittleEndian)]);
        foreach (var study in Studies)
            for (var series = 0; series < study.Series.Length; series++)
                for (var image = 0; image < study.Series[series].Images; image++)
                {
                    var status = await association.StoreAsync(Uids.SecondaryCapture, ImageUid(study, series, image), Uids.ExplicitLittleEndian, new MemoryStream(Encode(study, series, image)));
                    Assert.That(status, Is.Zero);
                }
        await association.ReleaseAsync();
    }

    private static byte[] Encode(QueryStudy study, int series, int image) => new RawDataset()
        .Add(0x00080005, "CS", "ISO_IR 100")
        .Add(0x00080016, "UI", Uids.SecondaryCapture)
        .Add(0x00080018, "UI", ImageUid(study, series, image))
        .Add(0x00080020, "DA", study.Date)
        .Add(0x00080030, "TM", study.Time)
        .Add(0x00080050, "SH", study.Accession)
        .Add(0x00080060, "CS", study.Series[series].Modality)
        .Add(0x00080064, "CS", "WSD")
        .Add(0x00081030, "LO", study.Description)
        .Add(0x00100010, "PN", study.Name)
        .Add(0x00100020, "LO", study.PatientId)
        .Add(0x00100030, "DA", "19700101")
        .Add(0x00100040, "CS", "F")
        .Add(0x00180015, "CS", study.Series[series].BodyPart)
        .Add(0x0020000D, "UI", study.Uid)
        .Add(0x0020000E, "UI", SeriesUid(study, series))
        .Add(0x00200010, "SH", "S" + study.Accession)
        .Add(0x00200011, "IS", (series + 1).ToString(CultureInfo.InvariantCulture))
        .Add(0x00200013, "IS", (image + 1).ToString(CultureInfo.InvariantCulture))
        .ToArray();
}
