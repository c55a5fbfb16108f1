namespace Pacs.ServerHost;

/// <summary>What became of an attempt to sign.</summary>
internal enum SigningOutcome
{
    Signed,
    NotFound,
    AlreadySigned,
    KeyImageMissing,
    Changed,
}

/// <summary>The outcome, and the report as it stands.</summary>
internal sealed record SigningResult(SigningOutcome Outcome, StudyReport? Report = null);
