using System.Net.Sockets;
using Pacs.Core;
using Pacs.DicomWeb.Client;
using Pacs.Network;

namespace Pacs.Tool;

/// <summary>What the process ends with; documented in docs/tool.md.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work was done, and something was found or refused.</summary>
    public const int Findings = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>A file cannot be read or written, or is no DICOM.</summary>
    public const int File = 3;

    /// <summary>The peer was not reached, rejected the association, or broke it off.</summary>
    public const int Network = 4;

    public const int Cancelled = 130;

    /// <summary>The code of a failure that one line explains; null for what is a defect of this program.</summary>
    public static int? Of(Exception failure) => failure switch
    {
        ToolException tool => tool.Code,
        ConnectionFailedException or AssociationRejectedException or AssociationAbortedException or DicomProtocolException or SocketException => Network,
        DicomWebRequestException { StatusCode: null } => Network,
        DicomWebRequestException => Findings,
        DimseException => Findings,
        DicomException or IOException or UnauthorizedAccessException => File,
        ArgumentException or FormatException => Usage,
        _ => null,
    };
}
