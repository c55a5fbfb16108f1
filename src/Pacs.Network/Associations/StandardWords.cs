namespace Pacs.Network;

/// <summary>What the fields of A-ASSOCIATE-RJ and A-ABORT are called in PS3.8, for people who look them up there.</summary>
internal static class StandardWords
{
    /// <summary>Result, reason and source (Table 9-21).</summary>
    public static string Of(AssociateRejectPdu rejection)
    {
        int source = (ushort)rejection.Reason >> 8, reason = (ushort)rejection.Reason & 0xFF;
        string result = rejection.Result switch
        {
            RejectResult.Permanent => "rejected-permanent",
            RejectResult.Transient => "rejected-transient",
            _ => $"result {(byte)rejection.Result}",
        };
        string by = source switch
        {
            1 => "DICOM UL service-user",
            2 => "DICOM UL service-provider (ACSE related function)",
            3 => "DICOM UL service-provider (Presentation related function)",
            _ => $"source {source}",
        };
        string why = rejection.Reason switch
        {
            RejectReason.NoReasonGiven or RejectReason.ProviderNoReasonGiven => "no-reason-given",
            RejectReason.ApplicationContextNameNotSupported => "application-context-name-not-supported",
            RejectReason.CallingAeTitleNotRecognized => "calling-AE-title-not-recognized",
            RejectReason.CalledAeTitleNotRecognized => "called-AE-title-not-recognized",
            RejectReason.ProtocolVersionNotSupported => "protocol-version-not-supported",
            RejectReason.TemporaryCongestion => "temporary-congestion",
            RejectReason.LocalLimitExceeded => "local-limit-exceeded",
            _ => $"reason {reason}",
        };
        return $"{result}, {why} ({by})";
    }

    /// <summary>What was wrong with what was received (Table 9-26), and where; else what happened.</summary>
    public static string Of(AssociationAbortedException failure) => failure.InnerException is DicomProtocolException error ? $"{Of(error.Reason)}: {error.Message}" : failure.Message;

    private static string Of(AbortReason reason) => reason switch
    {
        AbortReason.UnrecognizedPdu => "unrecognized-PDU",
        AbortReason.UnexpectedPdu => "unexpected-PDU",
        AbortReason.UnrecognizedPduParameter => "unrecognized-PDU-parameter",
        AbortReason.UnexpectedPduParameter => "unexpected-PDU-parameter",
        AbortReason.InvalidPduParameterValue => "invalid-PDU-parameter-value",
        _ => "reason-not-specified",
    };
}
