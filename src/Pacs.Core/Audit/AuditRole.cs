namespace Pacs.Core;

/// <summary>What a participant was in the event, context group 402.</summary>
public static class AuditRole
{
    /// <summary>The program that was started or ended.</summary>
    public static CodedConcept Application { get; } = Dcm("110150", "Application");

    /// <summary>Who or what started the program.</summary>
    public static CodedConcept ApplicationLauncher { get; } = Dcm("110151", "Application Launcher");

    /// <summary>Who received.</summary>
    public static CodedConcept Destination { get; } = Dcm("110152", "Destination Role ID");

    /// <summary>Who sent, or asked.</summary>
    public static CodedConcept Source { get; } = Dcm("110153", "Source Role ID");

    private static CodedConcept Dcm(string code, string meaning) => new(code, "DCM", meaning);
}
