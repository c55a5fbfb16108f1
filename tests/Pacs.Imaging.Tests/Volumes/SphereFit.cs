using System.Runtime.InteropServices;

namespace Pacs.Imaging.Tests.Volumes;

/// <summary>Finds a bright disc in a slice and compares it with the sphere that it is cut from.</summary>
internal static class SphereFit
{
    /// <summary>Center and radius of the disc against the truth, to a part of the finest voxel spacing.</summary>
    public static void Check(PixelFrame slice, Volume volume, Vector3D center, double radius, double threshold, double tolerance)
    {
        Core.DicomDataset dataset = slice.Source!.Dataset;
        double[] at = Core.DicomNumbers.GetDoubles(dataset, Core.DicomTag.ImagePositionPatient), way = Core.DicomNumbers.GetDoubles(dataset, Core.DicomTag.ImageOrientationPatient), spacing = Core.DicomNumbers.GetDoubles(dataset, Core.DicomTag.PixelSpacing);
        var plane = new SlicePlane(new Vector3D(at[0], at[1], at[2]), new Vector3D(way[0], way[1], way[2]), new Vector3D(way[3], way[4], way[5]), spacing[1], spacing[0], slice.Layout.Columns, slice.Layout.Rows);
        ReadOnlySpan<short> pixels = MemoryMarshal.Cast<byte, short>(slice.Bytes);
        double count = 0, sumX = 0, sumY = 0;
        for (int row = 0; row < plane.Rows; row++)
        {
            for (int column = 0; column < plane.Columns; column++)
            {
                Vector3D point = plane.ToPatient(column, row);
                if ((point - center).Length > 1.6 * radius || pixels[row * plane.Columns + column] * volume.Slope + volume.Intercept < threshold) continue;
                count++;
                sumX += column;
                sumY += row;
            }
        }

        double voxel = volume.Geometry.FinestSpacing;
        Assert.That(count, Is.GreaterThan(0), "the sphere is in the slice");
        Assert.That((plane.ToPatient(sumX / count, sumY / count) - center).Length, Is.LessThan(tolerance * voxel), "center");
        Assert.That(Math.Sqrt(count * spacing[0] * spacing[1] / Math.PI), Is.EqualTo(radius).Within(tolerance * voxel), "radius");
    }
}
