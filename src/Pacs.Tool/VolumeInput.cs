using System.CommandLine;
using System.Globalization;
using Pacs.Core;
using Pacs.Imaging;

namespace Pacs.Tool;

/// <summary>The arguments that name a series, and its volume.</summary>
internal sealed class VolumeInput
{
    private readonly Argument<string> _path = new("path") { Description = "A folder with a series, or an enhanced multi-frame file." };
    private readonly Option<string> _series = new("--series") { Description = "Series Instance UID, where the folder holds several that could be volumes." };
    private readonly Option<int?> _occurrence = new("--occurrence") { Description = "Which image counts where several lie at one place (phases, echoes), from 0." };

    public void AddTo(Command command)
    {
        command.Add(_path);
        command.Add(_series);
        command.Add(_occurrence);
    }

    /// <summary>Loads the volume. What had to be decided goes to the error stream.</summary>
    /// <exception cref="ToolException">No series, or several.</exception>
    public async Task<(Volume Volume, string Modality)> LoadAsync(ToolConsole console, ParseResult result, CancellationToken ct)
    {
        var files = new List<DicomFile>();
        try
        {
            foreach (string path in InputFiles.Expand([result.GetValue(_path)!]))
            {
                ct.ThrowIfCancellationRequested();
                if (await OpenImageAsync(path, ct) is { } file) files.Add(file);
            }

            List<DicomFile> series = Choose(files, result.GetValue(_series), result.GetValue(_path)!);
            Volume? volume = null;
            await ProgressBar.RunAsync(console, "Decoding", series.Count, async report =>
                volume = await series.LoadVolumeAsync(new VolumeOptions { Occurrence = result.GetValue(_occurrence), Progress = report }, ct));
            foreach (string finding in volume!.Findings) console.Error.WriteLine($"pacs: {Printable.OneLine(finding)}");
            return (volume, series[0].Dataset.GetString(DicomTag.Modality) ?? string.Empty);
        }
        finally
        {
            foreach (DicomFile file in files) await file.DisposeAsync();
        }
    }

    // A folder may hold other things: what is no DICOM image is passed over.
    private static async Task<DicomFile?> OpenImageAsync(string path, CancellationToken ct)
    {
        DicomFile file;
        try
        {
            file = await DicomFile.OpenAsync(path, options: null, ct);
        }
        catch (DicomException)
        {
            return null;
        }

        if (file.Dataset.Contains(DicomTag.Rows)) return file;
        await file.DisposeAsync();
        return null;
    }

    private static List<DicomFile> Choose(List<DicomFile> files, string? wanted, string path)
    {
        IGrouping<string, DicomFile>[] all = [.. files.GroupBy(static file => file.Dataset.GetString(DicomTag.SeriesInstanceUID) ?? string.Empty)];
        if (wanted is not null)
            return all.FirstOrDefault(group => group.Key == wanted)?.ToList() ?? throw new ToolException($"{path}: no images of series {wanted}", ExitCode.File);
        // Segmentations and doses of a study are volumes of their own, but not what is looked at.
        IGrouping<string, DicomFile>[] volumes = [.. all.Where(static group => (group.Count() > 1 || group.First().Dataset.GetInt32(DicomTag.NumberOfFrames) > 1)
            && group.First().Dataset.GetString(DicomTag.Modality) is not ("SEG" or "RTDOSE" or "PR"))];
        if (volumes.Length == 1) return [.. volumes[0]];
        if (volumes.Length == 0) throw new ToolException($"{path}: no series of several images", ExitCode.File);
        string names = string.Join(", ", volumes.Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ({group.First().Dataset.GetString(DicomTag.Modality)}, {group.Count()} images)")));
        throw new ToolException($"{path}: several series; say which with --series: {names}", ExitCode.Usage);
    }
}
