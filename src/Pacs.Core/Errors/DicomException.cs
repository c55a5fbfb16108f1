namespace Pacs.Core;

/// <summary>Root of what this suite throws about DICOM; bad arguments throw the framework's own exceptions.</summary>
public abstract class DicomException : Exception
{
    /// <summary>Makes an exception that says what, where and with which numbers.</summary>
    protected DicomException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the same call may succeed later: a peer was busy, a connection was lost.</summary>
    public virtual bool IsTransient => false;
}
