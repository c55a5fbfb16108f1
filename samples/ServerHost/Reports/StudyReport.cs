using System.Text.Json.Serialization;

namespace Pacs.ServerHost;

/// <summary>A report on a study, as a draft or signed.</summary>
internal sealed record StudyReport
{
    public ReportState State { get; init; }

    /// <summary>Counts from 1; each saving makes a new one.</summary>
    public int Version { get; init; }

    public string Title { get; init; } = string.Empty;

    /// <summary>Why the study was asked for.</summary>
    public string History { get; init; } = string.Empty;

    public string Technique { get; init; } = string.Empty;

    public string Findings { get; init; } = string.Empty;

    public string Impression { get; init; } = string.Empty;

    public IReadOnlyList<KeyImage> KeyImages { get; init; } = [];

    public string Author { get; init; } = string.Empty;

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who answers for it, once it is signed.</summary>
    public string? SignedBy { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>SOP Instance UID of the structured report in the archive, once it is signed.</summary>
    public string? ReportUid { get; init; }

    /// <summary>SOP Instance UID of the encapsulated PDF in the archive, once it is signed.</summary>
    public string? PdfUid { get; init; }
}

/// <summary>An image worth showing.</summary>
/// <param name="SeriesUid">Series Instance UID.</param>
/// <param name="SopUid">SOP Instance UID.</param>
/// <param name="FrameNumber">From 1.</param>
/// <param name="Caption">What it shows, empty for nothing said.</param>
internal sealed record KeyImage(string SeriesUid, string SopUid, int FrameNumber = 1, string Caption = "");

/// <summary>Whether a report may still change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReportState>))]
internal enum ReportState
{
    [JsonStringEnumMemberName("draft")]
    Draft,

    [JsonStringEnumMemberName("signed")]
    Signed,
}
