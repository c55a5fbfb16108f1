using System.Globalization;
using SkiaSharp;

namespace Pacs.ServerHost;

/// <summary>Writes a report as PDF.</summary>
internal static class ReportPdf
{
    private const float TextSize = 10.5f, PictureWidth = 236, PictureHeight = 200, Gap = 15;

    /// <summary>The document, as bytes.</summary>
    /// <param name="report">What it says.</param>
    /// <param name="header">Whom it concerns.</param>
    /// <param name="pictures">The key images as JPEG, in the order of the report; null for one that cannot be drawn.</param>
    /// <param name="institution">What stands at the top.</param>
    public static byte[] Write(StudyReport report, ReportHeader header, IReadOnlyList<byte[]?> pictures, string institution)
    {
        using var output = new MemoryStream();
        using (var fonts = new ReportFonts())
        {
            var about = new SKDocumentPdfMetadata { Title = report.Title, Author = report.SignedBy ?? report.Author, Producer = "Pacs", Creation = report.UpdatedAt.UtcDateTime, Modified = report.UpdatedAt.UtcDateTime };
            using SKDocument document = SKDocument.CreatePdf(output, about);
            using (var page = new ReportPage(document, fonts, $"{header.Patient}   {header.PatientId}   {header.Accession}".Trim()))
            {
                WriteHead(page, report, header, institution);
                WriteSection(page, "History", report.History);
                WriteSection(page, "Technique", report.Technique);
                WriteSection(page, "Findings", report.Findings);
                WriteSection(page, "Impression", report.Impression);
                WriteSignature(page, report);
                WritePictures(page, report, pictures);
            }

            document.Close();
        }

        return output.ToArray();
    }

    private static void WriteHead(ReportPage page, StudyReport report, ReportHeader header, string institution)
    {
        page.Line(institution, 9, color: ReportColors.Quiet);
        page.Skip(2);
        page.Line(report.Title, 18, bold: true, ReportColors.Accent);
        if (report.State == ReportState.Draft)
        {
            const string Draft = "DRAFT, NOT SIGNED";
            page.Draw(Draft, ReportPage.Width - ReportPage.Margin - page.Measure(Draft, 10, bold: true), ReportPage.Margin + 10, 10, bold: true, ReportColors.Draft);
        }

        page.Skip(8);
        (string Name, string Value)[] left = [("Patient", header.Patient), ("Patient ID", header.PatientId), ("Born, sex", header.Born)];
        (string Name, string Value)[] right = [("Study", header.Study), ("Accession", header.Accession), ("Referred by", header.Referrer)];
        float height = 14 * left.Length + 16;
        using (var panel = new SKPaint { Color = ReportColors.Panel })
            page.Canvas.DrawRoundRect(ReportPage.Margin, page.Y, ReportPage.Width - 2 * ReportPage.Margin, height, 4, 4, panel);
        WriteFields(page, left, ReportPage.Margin + 10);
        WriteFields(page, right, ReportPage.Width / 2 + 4);
        page.Skip(height + 12);
    }

    private static void WriteFields(ReportPage page, (string Name, string Value)[] fields, float x)
    {
        const float Label = 62;
        float room = ReportPage.Width / 2 - ReportPage.Margin - Label - 14;
        for (int i = 0; i < fields.Length; i++)
        {
            float baseline = page.Y + 19 + 14 * i;
            page.Draw(fields[i].Name, x, baseline, 8.5f, bold: false, ReportColors.Quiet);
            string[] lines = [.. page.Wrap(fields[i].Value, 9.5f, room)];
            page.Draw(lines.Length > 1 ? lines[0] + "…" : lines[0], x + Label, baseline, 9.5f, bold: false, ReportColors.Text);
        }
    }

    private static void WriteSection(ReportPage page, string heading, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        page.Need(48); // a heading does not stand alone at the foot of a page
        page.Line(heading, 12, bold: true, ReportColors.Accent);
        page.Skip(1);
        page.Paragraph(text.Trim(), TextSize);
        page.Skip(10);
    }

    private static void WriteSignature(ReportPage page, StudyReport report)
    {
        if (report.SignedAt is not { } at) return;
        page.Need(40);
        page.Skip(4);
        page.Line($"Signed by {report.SignedBy}, {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC", TextSize, bold: true);
        page.Skip(10);
    }

    private static void WritePictures(ReportPage page, StudyReport report, IReadOnlyList<byte[]?> pictures)
    {
        if (pictures.Count == 0) return;
        page.Need(PictureHeight + 60);
        page.Line("Key images", 12, bold: true, ReportColors.Accent);
        page.Skip(4);
        for (int i = 0; i < pictures.Count; i += 2)
        {
            page.Need(PictureHeight + 24);
            for (int column = 0; column < 2 && i + column < pictures.Count; column++)
                WritePicture(page, ReportPage.Margin + column * (PictureWidth + Gap), pictures[i + column], $"{i + column + 1}. {report.KeyImages[i + column].Caption}".TrimEnd());
            page.Skip(PictureHeight + 24);
        }
    }

    private static void WritePicture(ReportPage page, float x, byte[]? picture, string caption)
    {
        var frame = SKRect.Create(x, page.Y, PictureWidth, PictureHeight);
        using var black = new SKPaint { Color = SKColors.Black };
        page.Canvas.DrawRect(frame, black);
        using SKImage? image = picture is null ? null : SKImage.FromEncodedData(picture);
        if (image is null) page.Draw("The image cannot be shown.", x + 10, page.Y + PictureHeight / 2, 9, bold: false, SKColors.White);
        else page.Canvas.DrawImage(image, frame.AspectFit(new SKSize(image.Width, image.Height)), new SKSamplingOptions(SKCubicResampler.Mitchell));
        string[] lines = [.. page.Wrap(caption, 9, PictureWidth)];
        page.Draw(lines.Length > 1 ? lines[0] + "…" : lines[0], x, page.Y + PictureHeight + 12, 9, bold: false, ReportColors.Text);
    }
}
