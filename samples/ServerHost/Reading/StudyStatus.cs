using System.Text.Json.Serialization;

namespace Pacs.ServerHost;

/// <summary>How far the reading of a study is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadingStatus>))]
internal enum ReadingStatus
{
    /// <summary>Nobody has begun.</summary>
    [JsonStringEnumMemberName("unread")]
    Unread,

    /// <summary>Somebody reads it.</summary>
    [JsonStringEnumMemberName("inProgress")]
    InProgress,

    /// <summary>The report is signed.</summary>
    [JsonStringEnumMemberName("reported")]
    Reported,
}

/// <summary>Status of a study, and who set it.</summary>
internal sealed record StudyStatus(ReadingStatus Status, string By, DateTimeOffset At);

/// <summary>What a reader asks a status to become.</summary>
internal sealed record StudyStatusChange(ReadingStatus Status, string By);
