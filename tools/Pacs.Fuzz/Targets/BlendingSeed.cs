using Pacs.Core;

namespace Pacs.Fuzz;

/// <summary>A small image of an enhanced object with data paths and palettes of its own, which is an advanced blending state of itself, too.</summary>
internal static class BlendingSeed
{
    public static byte[] Make()
    {
        DicomDataset dataset = SecondaryCapture.FromGrayscale8(new ObjectContext(), [.. Enumerable.Range(0, 256).Select(static i => (byte)(i * 7))], 16, 16);
        dataset.Set(DicomTag.SOPInstanceUID, new DicomUid("2.25.7"));
        dataset.Set(DicomTag.RescaleSlope, "2");
        dataset.Set(DicomTag.RescaleIntercept, "-100");
        DataPaths(dataset);
        Blending(dataset);
        var output = new MemoryStream();
        new DicomFile(dataset).SaveAsync(output).AsTask().GetAwaiter().GetResult();
        return output.ToArray();
    }

    private static void DataPaths(DicomDataset dataset)
    {
        var type = new DicomDataset();
        type.Set(DicomTag.DataType, "TISSUE_INTENSITY");
        var range = new DicomDataset();
        range.SetDouble(DicomTag.MinimumStoredValueMapped, 10);
        range.SetDouble(DicomTag.MaximumStoredValueMapped, 200);
        var groups = new DicomDataset();
        groups.Set(DicomTag.ImageDataTypeSequence, new DicomSequence(type));
        groups.Set(DicomTag.StoredValueColorRangeSequence, new DicomSequence(range));
        dataset.Set(DicomTag.PerFrameFunctionalGroupsSequence, new DicomSequence(groups));
        DicomSequence assignments = [];
        foreach (string way in new[] { "PRIMARY_SINGLE", "SECONDARY_HIGH", "SECONDARY_LOW" })
        {
            var assignment = new DicomDataset();
            assignment.Set(DicomTag.DataType, assignments.Count == 0 ? "TISSUE_INTENSITY" : "FLOW_VELOCITY");
            assignment.Set(DicomTag.DataPathAssignment, way);
            assignment.SetUInt16(DicomTag.BitsMappedToColorLookupTable, 6);
            assignments.Add(assignment);
        }

        dataset.Set(DicomTag.DataFrameAssignmentSequence, assignments);
        dataset.Set(DicomTag.BlendingLUT1Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT1TransferFunction, "TABLE")));
        dataset.Set(DicomTag.BlendingLUT2Sequence, new DicomSequence(Weight(DicomTag.BlendingLUT2TransferFunction, "ONE_MINUS")));
        dataset.Set(DicomTag.EnhancedPaletteColorLookupTableSequence, new DicomSequence(Way("PRIMARY"), Way("SECONDARY")));
    }

    private static DicomDataset Weight(DicomTag function, string kind)
    {
        var item = new DicomDataset();
        item.Set(function, kind);
        item.SetDouble(DicomTag.BlendingWeightConstant, 0.5);
        item.SetUInt16(DicomTag.BlendingLookupTableDescriptor, 4, 0, 8);
        item.SetBytes(DicomTag.BlendingLookupTableData, DicomVR.OW, [0, 80, 160, 255]);
        return item;
    }

    private static DicomDataset Way(string id)
    {
        DicomDataset item = Palette(4);
        item.Set(DicomTag.DataPathID, id);
        item.Set(DicomTag.RGBLUTTransferFunction, "TABLE");
        item.Set(DicomTag.AlphaLUTTransferFunction, "TABLE");
        return item;
    }

    private static DicomDataset Palette(uint components)
    {
        var item = new DicomDataset();
        for (uint component = 0; component < components; component++)
        {
            item.SetUInt16(new DicomTag(0x00281101 + component), 4, 0, 8);
            item.SetBytes(new DicomTag(0x00281201 + component), DicomVR.OW, [0, 85, 170, 255]);
        }

        return item;
    }

    private static void Blending(DicomDataset dataset)
    {
        var reference = new DicomDataset();
        reference.Set(DicomTag.ReferencedSOPInstanceUID, new DicomUid("2.25.7"));
        var value = new DicomDataset();
        value.SetDouble(DicomTag.ThresholdValue, 100);
        var threshold = new DicomDataset();
        threshold.Set(DicomTag.ThresholdType, "GREATER_THAN");
        threshold.Set(DicomTag.ThresholdValueSequence, new DicomSequence(value));
        DicomSequence inputs = [];
        for (int number = 1; number <= 2; number++)
        {
            var input = new DicomDataset();
            input.SetUInt16(DicomTag.BlendingInputNumber, (ushort)number);
            input.Set(DicomTag.ReferencedImageSequence, new DicomSequence(reference.Copy()));
            input.Set(DicomTag.PaletteColorLookupTableSequence, new DicomSequence(Palette(3)));
            if (number == 2) input.Set(DicomTag.ThresholdSequence, new DicomSequence(threshold));
            inputs.Add(input);
        }

        dataset.Set(DicomTag.AdvancedBlendingSequence, inputs);
        dataset.Set(DicomTag.BlendingDisplaySequence, new DicomSequence(Step("FOREGROUND", 3, 1), Step("EQUAL", 1, 2, result: 3)));
    }

    private static DicomDataset Step(string mode, int first, int second, int? result = null)
    {
        DicomSequence inputs = [];
        foreach (int number in new[] { first, second })
        {
            var input = new DicomDataset();
            input.SetUInt16(DicomTag.BlendingInputNumber, (ushort)number);
            inputs.Add(input);
        }

        var step = new DicomDataset();
        step.Set(DicomTag.BlendingMode, mode);
        step.SetDouble(DicomTag.RelativeOpacity, 0.3);
        step.Set(DicomTag.BlendingDisplayInputSequence, inputs);
        if (result is { } number2) step.SetUInt16(DicomTag.BlendingInputNumber, (ushort)number2);
        return step;
    }
}
