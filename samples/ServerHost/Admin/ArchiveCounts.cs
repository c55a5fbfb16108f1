using Pacs.Archive;
using Pacs.Core;
using Pacs.Hosting;

namespace Pacs.ServerHost;

/// <summary>How much the archive holds.</summary>
internal sealed record ArchiveCount(long Patients, long Studies, long Series, long Instances, long Bytes, DateTimeOffset At);

/// <summary>Counts the archive, at most every few seconds: a page that many look at must not make the index count for each.</summary>
internal sealed class ArchiveCounts(PacsService pacs, HostOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ArchiveCount? _last;

    public async Task<ArchiveCount> GetAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_last is { } last && now - last.At < Fresh) return last;
            return _last = await CountAsync(now, ct);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ArchiveCount> CountAsync(DateTimeOffset now, CancellationToken ct)
    {
        DicomArchive archive = pacs.Archive ?? throw new InvalidOperationException("The archive is not open.");
        long studies = 0, series = 0, instances = 0;
        var patients = new HashSet<string>();
        DicomQuery query = DicomQuery.Studies().Return(DicomTag.PatientID, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances);
        await foreach (DicomDataset study in archive.FindAsync(query, ct))
        {
            studies++;
            patients.Add(study.GetString(DicomTag.PatientID) ?? string.Empty);
            series += study.GetInt32(DicomTag.NumberOfStudyRelatedSeries) ?? 0;
            instances += study.GetInt32(DicomTag.NumberOfStudyRelatedInstances) ?? 0;
        }

        return new ArchiveCount(patients.Count, studies, series, instances, UsedBytes(), now);
    }

    private long UsedBytes()
    {
        long used = 0;
        foreach (FileInfo file in new DirectoryInfo(options.DataFolder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            try
            {
                used += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Removed while we looked.
            }
        }

        return used;
    }
}
